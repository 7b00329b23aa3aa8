# The bundled plans, certified by CTest: one call per plan, paths relative to the repository.
# How: cmake/RehearseCertification.cmake. This file is included by the top CMakeLists.txt, after the program exists.
if(NOT TARGET rehearse)
  return()
endif()

# Plans that must be certified.

# Plans that must be rejected, each for its own reason.
