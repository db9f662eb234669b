# How a room, a test binary and the embedded web files are built.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
                                  ${CCACHE_PROGRAM})
endif()

add_library(palpate_options INTERFACE)
target_compile_options(palpate_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                                 -Wsign-conversion -Wnon-virtual-dtor)
# clang warns of libstdc++'s own std::stable_sort.
target_compile_options(palpate_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
if(PALPATE_WERROR)
  target_compile_options(palpate_options INTERFACE -Werror)
endif()
# BOOST_ASSERT stays on in every build: a broken invariant stops the process (base/assert.cpp).
target_compile_definitions(palpate_options INTERFACE BOOST_ENABLE_ASSERT_HANDLER)
target_include_directories(palpate_options INTERFACE ${PROJECT_SOURCE_DIR}/src)

# palpate_room(<name> ROOMS <rooms it may include> USES <libraries>)
function(palpate_room name)
  cmake_parse_arguments(ROOM "" "" "ROOMS;USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(palpate_${name} STATIC ${sources})
  add_library(palpate::${name} ALIAS palpate_${name})
  list(TRANSFORM ROOM_ROOMS PREPEND palpate::)
  target_link_libraries(palpate_${name} PUBLIC palpate_options ${ROOM_ROOMS} ${ROOM_USES})
endfunction()

# palpate_web(<name>): every file of src/web becomes bytes in the library palpate_web.
function(palpate_web name)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/web/*.html
       ${PROJECT_SOURCE_DIR}/src/web/*.js ${PROJECT_SOURCE_DIR}/src/web/*.css
       ${PROJECT_SOURCE_DIR}/src/web/*.svg)
  set(generated ${PROJECT_BINARY_DIR}/web_files.cpp)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${generated} "-DFILES=${files}" -P
            ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    VERBATIM)
  add_library(palpate_${name} STATIC ${generated})
  add_library(palpate::${name} ALIAS palpate_${name})
  target_link_libraries(palpate_${name} PUBLIC palpate_options)
endfunction()

# palpate_app(<name> SOURCES <files> USES <libraries>)
function(palpate_app name)
  cmake_parse_arguments(APP "" "" "SOURCES;USES" ${ARGN})
  add_executable(${name} ${APP_SOURCES})
  target_link_libraries(${name} PRIVATE palpate_options ${APP_USES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()
