# SPDX-License-Identifier: GPL-3.0-or-later
# More than 1,200,000 random books against brute force, as many of zones, links, classes and any-slot orders, thousands
# of large ones, and proofs of 50,000.
dgex_long_test(long_clearing_properties tst_clearing_properties DGEX_BOOKS_FACTOR=40)
dgex_long_test(long_packed_market tst_packed_market DGEX_LARGE_BOOKS=300)
dgex_long_test(long_price_proof tst_price_proof DGEX_PROOF_BOOKS=50000)
dgex_long_test(long_block_brute_force tst_block_brute_force DGEX_BLOCK_BOOKS=50)
dgex_long_test(long_market_properties tst_market_properties DGEX_BOOKS_FACTOR=40)
dgex_long_test(long_market_clearing_brute_force tst_market_clearing_brute_force DGEX_BOOKS_FACTOR=40)
dgex_long_test(long_book_steps tst_book_steps DGEX_BOOKS_FACTOR=200)

# GCC and Clang, debug and release, and the machine's own instructions give one digest.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME long_clearing_digest COMMAND_EXPAND_LISTS
    COMMAND ${Python3_EXECUTABLE} -B "${CMAKE_CURRENT_LIST_DIR}/digest_of_compilers.py" "${PROJECT_SOURCE_DIR}"
        g++,clang++ -std=c++23 -fPIC -w -DQT_NO_KEYWORDS
        -isystem "$<JOIN:$<TARGET_PROPERTY:Qt6::Core,INTERFACE_INCLUDE_DIRECTORIES>,;-isystem;>"
        -isystem "$<JOIN:$<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>,;-isystem;>")
set(digest_libraries "$<TARGET_FILE:Qt6::Test> $<TARGET_FILE:Qt6::Core> $<TARGET_FILE:OpenSSL::Crypto>")
set_tests_properties(long_clearing_digest PROPERTIES TIMEOUT 7200 LABELS long ENVIRONMENT
    "DGEX_DIGEST_MOC=$<TARGET_FILE:Qt6::moc>;DGEX_DIGEST_LIBRARIES=${digest_libraries}")
