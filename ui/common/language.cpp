// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/language.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTranslator>

// Resources of a static library are registered by hand, and outside any namespace.
static void registerTranslations()
{
    Q_INIT_RESOURCE(dgex_translations);
}

namespace dgex::ui {

namespace {

struct Chosen {
    QString code = QStringLiteral("en");
    QPointer<QTranslator> translator; ///< Belongs to the application.
};

Chosen& chosen()
{
    static Chosen one;
    return one;
}

} // namespace

QStringList Language::codes()
{
    return {QStringLiteral("en"), QStringLiteral("ja"), QStringLiteral("de")};
}

QString Language::current()
{
    return chosen().code;
}

void Language::choose(const QString& code)
{
    registerTranslations();
    Chosen& now = chosen();
    const QString known = codes().contains(code) ? code : codes().front();
    if (now.translator && known == now.code)
        return;
    now.code = known;
    delete now.translator;
    now.translator = new QTranslator(QCoreApplication::instance());
    if (now.translator->load(QStringLiteral(":/i18n/dgex_") + known))
        QCoreApplication::installTranslator(now.translator);
}

} // namespace dgex::ui
