# SPDX-License-Identifier: GPL-3.0-or-later
# The languages of both windows, compiled into dgex_ui under :/i18n.
qt_add_lrelease(LRELEASE_TARGET dgex_lrelease
    TS_FILES "${PROJECT_SOURCE_DIR}/translations/dgex_ja.ts" "${PROJECT_SOURCE_DIR}/translations/dgex_de.ts"
        "${PROJECT_SOURCE_DIR}/translations/dgex_en.ts"
    QM_FILES_OUTPUT_VARIABLE DGEX_QM_FILES)
qt_add_resources(dgex_ui dgex_translations PREFIX "/i18n" BASE "${PROJECT_BINARY_DIR}" FILES ${DGEX_QM_FILES})
