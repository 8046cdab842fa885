# SPDX-License-Identifier: GPL-3.0-or-later
# Every mutation of the clearing rule is noticed by a test; prints which test notices which.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME long_mutation_clearing COMMAND_EXPAND_LISTS
    COMMAND ${Python3_EXECUTABLE} -B "${CMAKE_CURRENT_LIST_DIR}/mutate.py" "${PROJECT_SOURCE_DIR}"
        "${CMAKE_CXX_COMPILER}" -std=c++23 -O1 -fPIC -D_GLIBCXX_ASSERTIONS -DQT_NO_KEYWORDS
        -isystem "$<JOIN:$<TARGET_PROPERTY:Qt6::Core,INTERFACE_INCLUDE_DIRECTORIES>,;-isystem;>"
        -isystem "$<JOIN:$<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>,;-isystem;>")
set(mutation_libraries "$<TARGET_FILE:Qt6::Test> $<TARGET_FILE:Qt6::Core> $<TARGET_FILE:OpenSSL::Crypto>")
set_tests_properties(long_mutation_clearing PROPERTIES TIMEOUT 14400 LABELS long ENVIRONMENT
    "DGEX_MUTATION_MOC=$<TARGET_FILE:Qt6::moc>;DGEX_MUTATION_LIBRARIES=${mutation_libraries}")
