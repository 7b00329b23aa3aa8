# What `cmake --install` puts where, and the packages that CPack makes of it.
include_guard(GLOBAL)
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(rehearse_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/rehearse")
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME program)  # `cmake --install` installs all components

# The program, and what a project needs that only certifies plans: no compiler, no library.
install(TARGETS rehearse EXPORT rehearseProgram RUNTIME)
install(EXPORT rehearseProgram NAMESPACE rehearse:: DESTINATION "${rehearse_package_dir}")
install(FILES "${PROJECT_SOURCE_DIR}/cmake/RehearseCertification.cmake" DESTINATION "${rehearse_package_dir}")
set(rehearse_data  # of scenarios/: data, and no code
  ecommerce own_application own_backfill own_database own_relay own_service schema source zoo)
foreach(data IN LISTS rehearse_data)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/scenarios/${data}" DESTINATION "${CMAKE_INSTALL_DATADIR}/rehearse/scenarios"
    FILES_MATCHING PATTERN "*.json" PATTERN "*.py" PATTERN "zoo/README.md")
endforeach()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs/" DESTINATION "${CMAKE_INSTALL_DOCDIR}" FILES_MATCHING
  PATTERN "*.md" PATTERN "*.png")
install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

list(TRANSFORM rehearse_data REPLACE "(.+)" "PATTERN;scenarios/\\1;EXCLUDE" OUTPUT_VARIABLE no_data)
list(APPEND no_data PATTERN scenarios/starter EXCLUDE)

# The libraries, for nodes, properties and faults of a user's own.
foreach(folder IN ITEMS scenarios simulators fault_injection harness reports cli)
  set_target_properties(rehearse_${folder} PROPERTIES EXPORT_NAME ${folder})
  target_include_directories(rehearse_${folder} INTERFACE
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/rehearse>")
  install(TARGETS rehearse_${folder} EXPORT rehearseLibraries ARCHIVE COMPONENT development)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/${folder}" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/rehearse"
    COMPONENT development FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def" ${no_data})
endforeach()
set_target_properties(rehearse_version PROPERTIES EXPORT_NAME version)
install(TARGETS rehearse_version EXPORT rehearseLibraries)
install(EXPORT rehearseLibraries NAMESPACE rehearse:: DESTINATION "${rehearse_package_dir}" COMPONENT development)

# find_package(rehearse), and for the build folder the same: CMAKE_PREFIX_PATH may name either.
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/rehearseConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/lib/cmake/rehearse/rehearseConfig.cmake"
  INSTALL_DESTINATION "${rehearse_package_dir}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/lib/cmake/rehearse/rehearseConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/lib/cmake/rehearse/rehearseConfig.cmake"
              "${PROJECT_BINARY_DIR}/lib/cmake/rehearse/rehearseConfigVersion.cmake"
  DESTINATION "${rehearse_package_dir}")
export(EXPORT rehearseProgram NAMESPACE rehearse::
  FILE "${PROJECT_BINARY_DIR}/lib/cmake/rehearse/rehearseProgram.cmake")
file(COPY "${PROJECT_SOURCE_DIR}/cmake/RehearseCertification.cmake"
  DESTINATION "${PROJECT_BINARY_DIR}/lib/cmake/rehearse")

# Pages made from the program's own table of commands.
set(pages "${PROJECT_BINARY_DIR}/generated/pages")
set(made "")
foreach(page IN ITEMS "bash rehearse.bash" "zsh _rehearse" "fish rehearse.fish" "man rehearse.1")
  separate_arguments(page)
  list(POP_FRONT page topic file)
  add_custom_command(OUTPUT "${pages}/${file}" VERBATIM
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${pages}"
    COMMAND sh -c "$<TARGET_FILE:rehearse> generate ${topic} > ${file}"
    WORKING_DIRECTORY "${pages}" DEPENDS rehearse)
  list(APPEND made "${pages}/${file}")
endforeach()
file(MAKE_DIRECTORY "${pages}")
add_custom_target(rehearse_pages ALL DEPENDS ${made})
install(FILES "${pages}/rehearse.bash" RENAME rehearse
  DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
foreach(zsh IN ITEMS site-functions vendor-completions)  # where zsh looks, and where that of Debian does below /usr
  install(FILES "${pages}/_rehearse" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/${zsh}")
endforeach()
install(FILES "${pages}/rehearse.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES "${pages}/rehearse.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")

# cpack -G DEB: rehearse, which certifies plans, and rehearse-dev, its libraries. cpack -G TGZ: both in one.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_COMPONENTS_ALL program development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGE_NAME rehearse)
set(CPACK_PACKAGE_VENDOR "the developers of rehearse")
set(CPACK_PACKAGE_CONTACT "the developers of rehearse <rehearse@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_PACKAGING_INSTALL_PREFIX "/usr")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_THREADS 0)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME rehearse)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "The program, plans to start from, the handbook, and what CMake projects need to certify.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME rehearse-dev)
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "The libraries, for properties, faults and nodes of a user's own in C++.")
find_program(REHEARSE_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(REHEARSE_SHLIBDEPS)
if(REHEARSE_SHLIBDEPS)
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
else()
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "libc6, libstdc++6, libfmt9, libsqlite3-0, libnettle8")
endif()
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "cmake (>= 3.25)")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "rehearse-dev, postgresql, libfaketime")
string(CONCAT CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "rehearse (= ${PROJECT_VERSION}), libboost1.81-dev, "
  "libcli11-dev, libfmt-dev, libsqlite3-dev, nettle-dev, nlohmann-json3-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "g++ | clang")
include(CPack)
