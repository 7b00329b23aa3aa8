# Man page and completions of an installed rehearse name every command, and each shell that is here can read its own.
#   cmake -DPREFIX=... -P pages.cmake
execute_process(COMMAND "${PREFIX}/bin/rehearse" --help OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE ".*\nSubcommands:\n" "" commands "${help}")
string(REGEX REPLACE "\nExit codes.*" "" commands "${commands}")
string(REGEX MATCHALL "\n  ([a-z]+) " commands "\n${commands}")
list(TRANSFORM commands STRIP)
list(LENGTH commands count)
if(count LESS 10)
  message(FATAL_ERROR "Only ${count} commands found in the help: ${commands}")
endif()
foreach(page IN ITEMS man/man1/rehearse.1 bash-completion/completions/rehearse zsh/site-functions/_rehearse
                      fish/vendor_completions.d/rehearse.fish)
  file(READ "${PREFIX}/share/${page}" text)
  foreach(command IN LISTS commands)
    if(NOT text MATCHES "${command}")
      message(FATAL_ERROR "${page} does not know the command ${command}.")
    endif()
  endforeach()
endforeach()

foreach(shell IN ITEMS "bash;bash-completion/completions/rehearse" "zsh;zsh/site-functions/_rehearse"
                       "fish;fish/vendor_completions.d/rehearse.fish")
  list(GET shell 0 name)
  list(GET shell 1 page)
  find_program(${name} ${name})
  if(${name})
    execute_process(COMMAND "${${name}}" -n "${PREFIX}/share/${page}" COMMAND_ERROR_IS_FATAL ANY)
    message("${name} can read ${page}")
  else()
    message("${name} is not here: ${page} was not read by it")
  endif()
endforeach()

# What bash offers.
function(offers words expected)
  execute_process(COMMAND bash -c "source \"$1\"; shift
    COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _rehearse; echo \"\${COMPREPLY[*]}\""
    bash "${PREFIX}/share/bash-completion/completions/rehearse" ${words}
    OUTPUT_VARIABLE offered OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  if(NOT offered STREQUAL expected)
    message(FATAL_ERROR "For '${words}' bash offers '${offered}' and not '${expected}'.")
  endif()
endfunction()
offers("rehearse;cert" "certify")
offers("rehearse;certify;--sc" "--scenario")
offers("rehearse;certify;--store;m" "model")
offers("rehearse;zoo;--only;b" "bad")
offers("rehearse;list;pr" "properties")
offers("rehearse;certify;--scenario;x" "")

# What fish offers; it says nothing of a page that it cannot use in part.
function(fish_offers line expected)
  execute_process(COMMAND "${fish}" --no-config -c "source $argv[1]; complete -C $argv[2]"
    "${PREFIX}/share/fish/vendor_completions.d/rehearse.fish" "${line}"
    OUTPUT_VARIABLE offered ERROR_VARIABLE complaints COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX REPLACE "\t[^\n]*" "" offered "${offered}")
  string(STRIP "${offered}" offered)
  string(REPLACE "\n" " " offered "${offered}")
  if(complaints OR NOT offered STREQUAL expected)
    message(FATAL_ERROR "For '${line}' fish offers '${offered}' and not '${expected}'. ${complaints}")
  endif()
endfunction()
if(fish)
  fish_offers("rehearse cert" "certify")
  fish_offers("rehearse certify --sc" "--scenario")
  fish_offers("rehearse certify --store " "model sqlite")
  fish_offers("rehearse zoo --only b" "bad")
  fish_offers("rehearse list prop" "properties")
endif()

# What TAB makes of a line in zsh.
function(zsh_makes line expected)
  execute_process(COMMAND "${zsh}" -f "${CMAKE_CURRENT_LIST_DIR}/press_tab.zsh" "${PREFIX}/share/zsh/site-functions"
    "${line}" OUTPUT_VARIABLE made OUTPUT_STRIP_TRAILING_WHITESPACE TIMEOUT 60 COMMAND_ERROR_IS_FATAL ANY)
  if(NOT made STREQUAL expected)
    message(FATAL_ERROR "TAB makes '${made}' and not '${expected}' of '${line}' in zsh.")
  endif()
endfunction()
if(zsh)
  zsh_makes("rehearse cert" "rehearse certify")
  zsh_makes("rehearse certify --sc" "rehearse certify --scenario")
  zsh_makes("rehearse certify --store m" "rehearse certify --store model")
  zsh_makes("rehearse zoo --only b" "rehearse zoo --only bad")
  zsh_makes("rehearse list pr" "rehearse list properties")
endif()

find_program(groff groff)
if(groff)
  execute_process(COMMAND "${groff}" -man -Tutf8 -ww -z "${PREFIX}/share/man/man1/rehearse.1"
    ERROR_VARIABLE warnings COMMAND_ERROR_IS_FATAL ANY)
  if(warnings)
    message(FATAL_ERROR "groff complains of the man page: ${warnings}")
  endif()
endif()
