<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ConsoleTables</name>
    <message numerus="yes">
        <source>%n home(s)</source>
        <translation>
            <numerusform>%n home</numerusform>
            <numerusform>%n homes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::BillsPage</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <extracomment>All days that the panel knows</extracomment>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::HelpPage</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ledger %1 · %n result(s) verified</source>
        <translation>
            <numerusform>Ledger %1 · %n result verified</numerusform>
            <numerusform>Ledger %1 · %n results verified</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>%n alert</numerusform>
            <numerusform>%n alerts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::HomePage</name>
    <message numerus="yes">
        <source>%n half hour(s) have a price.</source>
        <translation>
            <numerusform>%n half hour has a price.</numerusform>
            <numerusform>%n half hours have a price.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::MarketsPage</name>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n order</numerusform>
            <numerusform>%n orders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delivery: %n contract(s), %1; received %2, %3 with too little</source>
        <translation>
            <numerusform>Delivery: %n contract, %1; received %2, %3 with too little</numerusform>
            <numerusform>Delivery: %n contracts, %1; received %2, %3 with too little</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::OperatorWindow</name>
    <message numerus="yes">
        <source>%n open alarm(s)</source>
        <translation>
            <numerusform>%n open alarm</numerusform>
            <numerusform>%n open alarms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::OverviewPage</name>
    <message numerus="yes">
        <source>%n home(s)</source>
        <translation>
            <numerusform>%n home</numerusform>
            <numerusform>%n homes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>without %n silent home(s)</source>
        <translation>
            <numerusform>without %n silent home</numerusform>
            <numerusform>without %n silent homes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::PlanPage</name>
    <message numerus="yes">
        <source>%1 of %n inside the band</source>
        <extracomment>How often the true value lay in the likely range; %1 of %n</extracomment>
        <translation>
            <numerusform>%1 of %n inside the band</numerusform>
            <numerusform>%1 of %n inside the band</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::SimulationWindow</name>
    <message numerus="yes">
        <source>A cloud takes most of the sun from all homes for %n minute(s).</source>
        <translation>
            <numerusform>A cloud takes most of the sun from all homes for %n minute.</numerusform>
            <numerusform>A cloud takes most of the sun from all homes for %n minutes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The router of %1 switches off for %n minute(s).</source>
        <translation>
            <numerusform>The router of %1 switches off for %n minute.</numerusform>
            <numerusform>The router of %1 switches off for %n minutes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The meter of %1 is silent for %n minute(s).</source>
        <translation>
            <numerusform>The meter of %1 is silent for %n minute.</numerusform>
            <numerusform>The meter of %1 is silent for %n minutes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The authority falsifies what it tells all homes for %n minute(s).</source>
        <translation>
            <numerusform>The authority falsifies what it tells all homes for %n minute.</numerusform>
            <numerusform>The authority falsifies what it tells all homes for %n minutes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::StatusStrip</name>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>%n alert</numerusform>
            <numerusform>%n alerts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::TablePage</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::Tour</name>
    <message numerus="yes">
        <source>See in %n stop(s) what a home and the operator see. It takes two minutes, and the button Tour starts it again at any time.</source>
        <translation>
            <numerusform>See in %n stop what a home and the operator see. It takes two minutes, and the button Tour starts it again at any time.</numerusform>
            <numerusform>See in %n stops what a home and the operator see. It takes two minutes, and the button Tour starts it again at any time.</numerusform>
        </translation>
    </message>
</context>
</TS>
