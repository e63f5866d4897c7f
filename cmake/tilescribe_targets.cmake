# Compiler settings of every Tilescribe target, and the two commands that make one.

add_library(tilescribe_settings INTERFACE)
target_include_directories(tilescribe_settings INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_options(tilescribe_settings INTERFACE
    -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
    # clang++ alone: fields left out of an initialiser are meant to have their defaults; and std::stable_sort of libstdc++ 12
    # uses a function that it declares deprecated itself (g++ still reports our own uses of what is deprecated).
    $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-field-initializers -Wno-deprecated-declarations>
    # g++ 12 at -O3 sees overlapping copies in std::string's operator+ (GCC PR 105651).
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>)
if(TILESCRIBE_SANITIZE)
    target_compile_options(tilescribe_settings INTERFACE -fsanitize=${TILESCRIBE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
        # g++ 12 takes the sanitizers' own code for uninitialised reads (in std::regex, for one); release and dev still look for them.
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    target_link_options(tilescribe_settings INTERFACE -fsanitize=${TILESCRIBE_SANITIZE})
    if(TILESCRIBE_SANITIZE MATCHES thread)
        target_compile_definitions(tilescribe_settings INTERFACE TILESCRIBE_TSAN=1)
        target_compile_options(tilescribe_settings INTERFACE -Wno-tsan)
    endif()
endif()

# tilescribe_library(NAME SOURCES ... [DEPENDS ...]): one module of a floor.
function(tilescribe_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC tilescribe_settings ${ARG_DEPENDS} PRIVATE ${ARG_PRIVATE_DEPENDS})
endfunction()

# tilescribe_test(NAME SOURCES ... DEPENDS ... [LABELS ...] [ARGUMENTS ...]): a Qt Test program registered with CTest.
function(tilescribe_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPENDS;LABELS;ARGUMENTS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE tilescribe_settings Qt6::Test ${ARG_DEPENDS})
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS TILESCRIBE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    # g++ 12 at -O3 takes the strings of aggregates that are built in one expression for uninitialised; tests have many of those. The
    # programs' own sources are still looked at.
    target_compile_options(${name} PRIVATE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>)
    add_test(NAME ${name} COMMAND ${name} ${ARG_ARGUMENTS})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TILESCRIBE_SHARED=${CMAKE_SOURCE_DIR}/../shared;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp:ignore_noninstrumented_modules=1;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp")
endfunction()
