<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>BarChart</name>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Own trade</source>
        <translation>Eigener Handel</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Verglichen mit</translation>
    </message>
    <message>
        <source>bought</source>
        <translation>gekauft</translation>
    </message>
    <message>
        <source>sold</source>
        <translation>verkauft</translation>
    </message>
</context>
<context>
    <name>BillDocument</name>
    <message>
        <source>Half hour</source>
        <translation>Halbstunde</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Geliefert</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>%1 bought</source>
        <translation>%1 gekauft</translation>
    </message>
    <message>
        <source>%1 sold</source>
        <translation>%1 verkauft</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Bought from neighbours</source>
        <translation>Von Nachbarn gekauft</translation>
    </message>
    <message>
        <source>Sold to neighbours</source>
        <translation>An Nachbarn verkauft</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Handel</translation>
    </message>
    <message>
        <source>Network fees</source>
        <translation>Netzentgelte</translation>
    </message>
    <message>
        <source>Imbalance</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Utility</source>
        <translation>Versorger</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Electricity bill</source>
        <translation>Stromrechnung</translation>
    </message>
    <message>
        <source>%1, participant %2, %3</source>
        <translation>%1, Teilnehmer %2, %3</translation>
    </message>
    <message>
        <source>With the utility only it would have been %1, so neighbours brought %2.</source>
        <translation>Nur mit dem Versorger wären es %1 gewesen; die Nachbarn brachten also %2.</translation>
    </message>
</context>
<context>
    <name>ConsoleTables</name>
    <message>
        <source>Markets</source>
        <translation>Märkte</translation>
    </message>
    <message>
        <source>No market has orders yet.</source>
        <translation>Noch kein Markt hat Gebote.</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Price per kWh</source>
        <translation>Preis je kWh</translation>
    </message>
    <message>
        <source>Traded kWh</source>
        <translation>Gehandelt kWh</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Gebote</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>Teilnehmer</translation>
    </message>
    <message>
        <source>Nobody is enrolled yet.</source>
        <translation>Noch ist niemand angemeldet.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Meter</source>
        <translation>Zähler</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Connection kW</source>
        <translation>Anschluss kW</translation>
    </message>
    <message>
        <source>Generated today kWh</source>
        <translation>Heute erzeugt kWh</translation>
    </message>
    <message>
        <source>Last sheet</source>
        <translation>Letztes Gebot</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Saldo</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>Blöcke</translation>
    </message>
    <message>
        <source>The ledger has no block yet.</source>
        <translation>Das Ledger hat noch keinen Block.</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <source>Made at</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>Transaktionen</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Block hash</source>
        <translation>Block-Hash</translation>
    </message>
    <message>
        <source>Result root</source>
        <translation>Ergebniswurzel</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Signaturen</translation>
    </message>
    <message>
        <source>Authorities</source>
        <translation>Validatoren</translation>
    </message>
    <message>
        <source>No authority is known.</source>
        <translation>Kein Validator ist bekannt.</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>DGR fleet</source>
        <translation>DGR-Flotte</translation>
    </message>
    <message>
        <source>No DGR is known.</source>
        <translation>Kein DGR ist bekannt.</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Haus</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Set kW</source>
        <translation>Soll kW</translation>
    </message>
    <message>
        <source>Measured kW</source>
        <translation>Ist kW</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Imported kWh</source>
        <translation>Bezug kWh</translation>
    </message>
    <message>
        <source>Exported kWh</source>
        <translation>Abgabe kWh</translation>
    </message>
    <message>
        <source>Lost kWh</source>
        <translation>Verlust kWh</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>Letzter Kontakt</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Lieferungen</translation>
    </message>
    <message>
        <source>No contract has been made yet.</source>
        <translation>Noch kein Vertrag ist geschlossen.</translation>
    </message>
    <message>
        <source>Exporter</source>
        <translation>Einspeiser</translation>
    </message>
    <message>
        <source>Importer</source>
        <translation>Abnehmer</translation>
    </message>
    <message>
        <source>Contract kWh</source>
        <translation>Vertrag kWh</translation>
    </message>
    <message>
        <source>Sent kWh</source>
        <translation>Abgegeben kWh</translation>
    </message>
    <message>
        <source>Received kWh</source>
        <translation>Empfangen kWh</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>%1 of 2</source>
        <translation>%1 von 2</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>No period has been settled yet.</source>
        <translation>Noch keine Periode ist abgerechnet.</translation>
    </message>
    <message>
        <source>Delivered kWh</source>
        <translation>Geliefert kWh</translation>
    </message>
    <message>
        <source>Imbalance kWh</source>
        <translation>Abweichung kWh</translation>
    </message>
    <message>
        <source>Loss kWh</source>
        <translation>Verlust kWh</translation>
    </message>
    <message>
        <source>Unaccounted Wh</source>
        <translation>Ungeklärt Wh</translation>
    </message>
    <message>
        <source>Homes</source>
        <translation>Häuser</translation>
    </message>
    <message>
        <source>Utility</source>
        <translation>Versorger</translation>
    </message>
    <message>
        <source>Grid operator</source>
        <translation>Netzbetreiber</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>No alarm. Everything runs as it should.</source>
        <translation>Kein Alarm. Alles läuft, wie es soll.</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>Quittiert</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>Gegangen</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Gate closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Delivering</source>
        <translation>Liefert</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Geliefert</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Abgerechnet</translation>
    </message>
    <message>
        <source>Contracted</source>
        <translation>Vereinbart</translation>
    </message>
    <message>
        <source>Too little</source>
        <translation>Zu wenig</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Tripped</source>
        <translation>Ausgelöst</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>DGR tripped</source>
        <translation>DGR ausgelöst</translation>
    </message>
    <message>
        <source>DGR does not answer</source>
        <translation>DGR antwortet nicht</translation>
    </message>
    <message>
        <source>Meter does not answer</source>
        <translation>Zähler antwortet nicht</translation>
    </message>
    <message>
        <source>Delivered less than contracted</source>
        <translation>Weniger geliefert als vereinbart</translation>
    </message>
    <message>
        <source>Authority is behind</source>
        <translation>Validator im Rückstand</translation>
    </message>
    <message>
        <source>Bid sheet refused</source>
        <translation>Gebot abgelehnt</translation>
    </message>
    <message>
        <source>Proof failed</source>
        <translation>Beweis fehlgeschlagen</translation>
    </message>
    <message>
        <source>Metering operator</source>
        <translation>Messstellenbetreiber</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>Autorität</translation>
    </message>
    <message>
        <source>Shelved until %1</source>
        <translation>Zurückgestellt bis %1</translation>
    </message>
    <message numerus="yes">
        <source>%n home(s)</source>
        <translation>
            <numerusform>%n Haus</numerusform>
            <numerusform>%n Häuser</numerusform>
        </translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Dringend</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Refused answers</source>
        <translation>Abgelehnte Antworten</translation>
    </message>
    <message>
        <source>Every answer matched what was signed.</source>
        <translation>Jede Antwort passte zum Signierten.</translation>
    </message>
    <message>
        <source>Refused at</source>
        <translation>Abgelehnt um</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Given result</source>
        <translation>Genanntes Ergebnis</translation>
    </message>
    <message>
        <source>Signed root</source>
        <translation>Signierte Wurzel</translation>
    </message>
    <message>
        <source>Meter and DGR disagree</source>
        <translation>Zähler und DGR widersprechen sich</translation>
    </message>
    <message>
        <source>More than the connection carries</source>
        <translation>Mehr als der Anschluss trägt</translation>
    </message>
    <message>
        <source>Meter against DGR</source>
        <translation>Zähler gegen DGR</translation>
    </message>
    <message>
        <source>Sent and received differ</source>
        <translation>Gesendet und empfangen weichen ab</translation>
    </message>
    <message>
        <source>Final reading against the home&apos;s</source>
        <translation>Endgültige Ablesung gegen die des Hauses</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Berichtigt</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>Bleibt bestehen</translation>
    </message>
    <message>
        <source>Waits for approval</source>
        <translation>Wartet auf Zulassung</translation>
    </message>
    <message>
        <source>Approved, takes part from %1</source>
        <translation>Zugelassen, nimmt ab %1 teil</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Zugelassen</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Takes part</source>
        <translation>Nimmt teil</translation>
    </message>
    <message>
        <source>Requests to take part</source>
        <translation>Anträge auf Teilnahme</translation>
    </message>
    <message>
        <source>Nobody asks to take part.</source>
        <translation>Niemand beantragt die Teilnahme.</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Asked at</source>
        <translation>Beantragt am</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Berichtigungen</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>Widersprüche</translation>
    </message>
    <message>
        <source>No two statements contradict each other.</source>
        <translation>Keine Angaben widersprechen sich.</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>Read kWh</source>
        <translation>Abgelesen kWh</translation>
    </message>
    <message>
        <source>Against kWh</source>
        <translation>Gegenwert kWh</translation>
    </message>
    <message>
        <source>Difference kWh</source>
        <translation>Abweichung kWh</translation>
    </message>
    <message>
        <source>Fills</source>
        <translation>Abschlüsse</translation>
    </message>
    <message>
        <source>No contract has been made in this period.</source>
        <translation>In diesem Zeitraum gibt es keinen Vertrag.</translation>
    </message>
    <message>
        <source>At the price</source>
        <translation>Zum Preis</translation>
    </message>
    <message>
        <source>Order book</source>
        <translation>Orderbuch</translation>
    </message>
    <message>
        <source>No orders in this market yet.</source>
        <translation>In diesem Markt gibt es noch keine Gebote.</translation>
    </message>
    <message>
        <source>Bids kWh</source>
        <translation>Gebote kWh</translation>
    </message>
    <message>
        <source>Offers kWh</source>
        <translation>Angebote kWh</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Handel</translation>
    </message>
</context>
<context>
    <name>QuantityFormat</name>
    <message>
        <source>ddd d MMM</source>
        <extracomment>A day in a list: &quot;ddd d MMM&quot; is &quot;Sat 22 Nov&quot;. QLocale date format.</extracomment>
        <translation>ddd d. MMM</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1: day, %2: time</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes</comment>
        <translation>min</translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours</comment>
        <translation>h</translation>
    </message>
    <message>
        <source>d</source>
        <comment>days</comment>
        <translation>d</translation>
    </message>
</context>
<context>
    <name>TourTexts</name>
    <message>
        <source>Where the electricity flows</source>
        <translation>Wohin der Strom fließt</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>48 prices ahead</source>
        <translation>48 Preise im Voraus</translation>
    </message>
    <message>
        <source>The plan is the owner&apos;s</source>
        <translation>Den Plan bestimmt der Besitzer</translation>
    </message>
    <message>
        <source>The bill</source>
        <translation>Die Rechnung</translation>
    </message>
    <message>
        <source>The operator: markets</source>
        <translation>Der Betreiber: Märkte</translation>
    </message>
    <message>
        <source>The ledger</source>
        <translation>Das Register</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Now break something</source>
        <translation>Jetzt etwas stören</translation>
    </message>
    <message>
        <source>The home in the middle uses, stores or sells what its roof gives. Neighbours are reached through the router, the DGR, which carries exactly what was traded.</source>
        <translation>Das Haus in der Mitte verbraucht, speichert oder verkauft, was sein Dach liefert. Zu den Nachbarn führt der Router, das DGR; er überträgt genau, was gehandelt wurde.</translation>
    </message>
    <message>
        <source>Every order has a reason. Press Why? to read it: a sentence, three causes, and what would change the decision.</source>
        <translation>Jeder Auftrag hat einen Grund. Drücken Sie Warum?, um ihn zu lesen: ein Satz, drei Ursachen und was die Entscheidung ändern würde.</translation>
    </message>
    <message>
        <source>Each half hour of the next day is a market of its own. A bar is its price; marks show where this home bought or sold.</source>
        <translation>Jede halbe Stunde des nächsten Tages ist ein eigener Markt. Ein Balken ist ihr Preis; Marken zeigen, wo dieses Haus gekauft oder verkauft hat.</translation>
    </message>
    <message>
        <source>Nobody trades by hand. The owner says how much battery stays in reserve and at what prices to trade; the effect is shown before it is applied.</source>
        <translation>Niemand handelt von Hand. Der Besitzer sagt, wie viel Batterie in Reserve bleibt und zu welchen Preisen gehandelt wird; die Wirkung ist vor dem Übernehmen zu sehen.</translation>
    </message>
    <message>
        <source>What was traded, delivered and paid, beside what the utility alone would have cost.</source>
        <translation>Was gehandelt, geliefert und bezahlt wurde, neben dem, was der Versorger allein gekostet hätte.</translation>
    </message>
    <message>
        <source>This is the other face. Supply and demand of one half hour meet in one price for all; select another half hour in the list.</source>
        <translation>Das ist die andere Seite. Angebot und Nachfrage einer halben Stunde treffen sich in einem Preis für alle; wählen Sie in der Liste eine andere.</translation>
    </message>
    <message>
        <source>Every bid and every result stands in a log that authorities sign. Each home checks its results against these roots itself.</source>
        <translation>Jedes Gebot und jedes Ergebnis steht in einem Protokoll, das Validatoren signieren. Jedes Haus prüft seine Ergebnisse selbst gegen diese Wurzeln.</translation>
    </message>
    <message>
        <source>Grey is normal. What needs a person is listed here with its priority, to acknowledge or to shelve.</source>
        <translation>Grau ist normal. Was einen Menschen braucht, steht hier mit seiner Dringlichkeit, zum Quittieren oder Zurückstellen.</translation>
    </message>
    <message>
        <source>A cloud, a tripped router, a silent meter or a lying authority: press one, then look at both faces to see who notices and what they are told to do.</source>
        <translation>Eine Wolke, ein abgeschalteter Router, ein stummer Zähler, ein lügender Validator: Drücken Sie einen Knopf und sehen Sie auf beiden Seiten, wer es merkt und was zu tun ist.</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Selling %1 to neighbours</source>
        <translation>Verkauf von %1 an Nachbarn</translation>
    </message>
    <message>
        <source>Buying %1 from neighbours</source>
        <translation>Kauf von %1 von Nachbarn</translation>
    </message>
    <message>
        <source>Storing %1 of sun</source>
        <translation>Speichert %1 Sonne</translation>
    </message>
    <message>
        <source>Running on the battery</source>
        <translation>Betrieb aus dem Speicher</translation>
    </message>
    <message>
        <source>Running on your own sun</source>
        <translation>Betrieb mit eigener Sonne</translation>
    </message>
    <message>
        <source>Buying %1 from the utility</source>
        <translation>Kauf von %1 vom Versorger</translation>
    </message>
    <message>
        <source>Selling %1 to the utility</source>
        <translation>Verkauf von %1 an Versorger</translation>
    </message>
    <message>
        <source>Trading is paused</source>
        <translation>Der Handel ist pausiert</translation>
    </message>
    <message>
        <source>The battery is at %1 and a neighbour pays %2.</source>
        <translation>Der Speicher ist bei %1, ein Nachbar zahlt %2.</translation>
    </message>
    <message>
        <source>There is more sun than the home uses, and a neighbour pays %1.</source>
        <translation>Die Sonne gibt mehr, als das Haus braucht; ein Nachbar zahlt %1.</translation>
    </message>
    <message>
        <source>A neighbour&apos;s electricity costs %1, less than the utility&apos;s.</source>
        <translation>Nachbarstrom kostet %1, weniger als beim Versorger.</translation>
    </message>
    <message>
        <source>The sun gives more than the home uses; the rest goes into the battery.</source>
        <translation>Die Sonne gibt mehr als nötig; der Rest geht in den Speicher.</translation>
    </message>
    <message>
        <source>The battery covers the home, down to your reserve of %1.</source>
        <translation>Der Speicher versorgt das Haus bis zur Reserve von %1.</translation>
    </message>
    <message>
        <source>The sun gives about as much as the home uses.</source>
        <translation>Die Sonne gibt etwa so viel, wie das Haus braucht.</translation>
    </message>
    <message>
        <source>Sun, battery and neighbours do not cover the home now.</source>
        <translation>Sonne, Speicher und Nachbarn reichen gerade nicht.</translation>
    </message>
    <message>
        <source>The battery is full and no neighbour needs the rest.</source>
        <translation>Der Speicher ist voll, kein Nachbar braucht den Rest.</translation>
    </message>
    <message>
        <source>Contracts already made are still delivered.</source>
        <translation>Geschlossene Verträge werden noch erfüllt.</translation>
    </message>
    <message>
        <source>Sells surplus</source>
        <translation>Verkauft Überschuss</translation>
    </message>
    <message>
        <source>Sells from the battery</source>
        <translation>Verkauft aus dem Speicher</translation>
    </message>
    <message>
        <source>Buys what is missing</source>
        <translation>Kauft, was fehlt</translation>
    </message>
    <message>
        <source>Corrects earlier trades</source>
        <translation>Korrigiert frühere Geschäfte</translation>
    </message>
    <message>
        <source>Keeps the reserve</source>
        <translation>Hält die Reserve</translation>
    </message>
    <message>
        <source>In balance</source>
        <translation>Ausgeglichen</translation>
    </message>
    <message>
        <source>Under 0.1 kWh</source>
        <translation>Unter 0,1 kWh</translation>
    </message>
    <message>
        <source>Outside your limit</source>
        <translation>Außerhalb Ihrer Grenze</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>The battery covers it</source>
        <translation>Der Speicher deckt es</translation>
    </message>
    <message>
        <source>Router at its limit</source>
        <translation>Router an der Grenze</translation>
    </message>
    <message>
        <source>Offers %1: more sun is expected than home and battery can take.</source>
        <translation>Bietet %1 an: Es wird mehr Sonne erwartet, als Haus und Speicher aufnehmen.</translation>
    </message>
    <message>
        <source>Offers %1: the battery holds more than your reserve of %2.</source>
        <translation>Bietet %1 an: Der Speicher hält mehr als Ihre Reserve von %2.</translation>
    </message>
    <message>
        <source>Bids for %1: the home will need more than sun and battery give.</source>
        <translation>Bietet auf %1: Das Haus wird mehr brauchen, als Sonne und Speicher geben.</translation>
    </message>
    <message>
        <source>Corrects its trades by %1: the newer forecast differs.</source>
        <translation>Korrigiert um %1: Die neue Prognose weicht ab.</translation>
    </message>
    <message>
        <source>No trade: the battery is kept for your reserve of %1.</source>
        <translation>Kein Handel: Der Speicher hält Ihre Reserve von %1.</translation>
    </message>
    <message>
        <source>No trade needed: forecast and trades match.</source>
        <translation>Kein Handel nötig: Prognose und Geschäfte passen.</translation>
    </message>
    <message>
        <source>No trade: the difference is under 0.1 kWh, the smallest amount.</source>
        <translation>Kein Handel: Die Differenz liegt unter 0,1 kWh, der kleinsten Menge.</translation>
    </message>
    <message>
        <source>No trade: your limit of %1 leaves no room.</source>
        <translation>Kein Handel: Ihre Grenze von %1 lässt keinen Spielraum.</translation>
    </message>
    <message>
        <source>No trade: you paused trading.</source>
        <translation>Kein Handel: Sie haben ihn pausiert.</translation>
    </message>
    <message>
        <source>No trade: the battery takes the surplus or covers the need.</source>
        <translation>Kein Handel: Der Speicher nimmt den Überschuss oder deckt den Bedarf.</translation>
    </message>
    <message>
        <source>Trades only %1: the router (DGR) carries at most %2.</source>
        <translation>Handelt nur %1: Der Router (DGR) trägt höchstens %2.</translation>
    </message>
    <message>
        <source>%1 kWh (likely %2–%3)</source>
        <extracomment>A forecast: %1 expected value, %2 and %3 the likely range</extracomment>
        <translation>%1 kWh (wohl %2–%3)</translation>
    </message>
    <message>
        <source>Forecast: use %1, sun %2.</source>
        <translation>Prognose: Verbrauch %1, Sonne %2.</translation>
    </message>
    <message>
        <source>Battery: none. Already traded: %1.</source>
        <translation>Speicher: keiner. Schon gehandelt: %1.</translation>
    </message>
    <message>
        <source>Battery: %1 of %2 planned, %3 kept as reserve. Already traded: %4.</source>
        <translation>Speicher: %1 von %2 geplant, %3 Reserve. Schon gehandelt: %4.</translation>
    </message>
    <message>
        <source>Prices: utility %1, feed-in %2, expected here %3.</source>
        <translation>Preise: Versorger %1, Einspeisung %2, hier erwartet %3.</translation>
    </message>
    <message>
        <source>Prices: utility %1, feed-in %2.</source>
        <translation>Preise: Versorger %1, Einspeisung %2.</translation>
    </message>
    <message>
        <source>The router (DGR) switched off</source>
        <translation>Der Router (DGR) hat abgeschaltet</translation>
    </message>
    <message>
        <source>The router (DGR) does not answer</source>
        <translation>Der Router (DGR) antwortet nicht</translation>
    </message>
    <message>
        <source>The meter does not answer</source>
        <translation>Der Zähler antwortet nicht</translation>
    </message>
    <message>
        <source>Less was delivered than agreed</source>
        <translation>Es wurde weniger geliefert als vereinbart</translation>
    </message>
    <message>
        <source>A market result could not be proven</source>
        <translation>Ein Marktergebnis war nicht beweisbar</translation>
    </message>
    <message>
        <source>The market cannot be reached</source>
        <translation>Der Markt ist nicht erreichbar</translation>
    </message>
    <message>
        <source>The market refused a bid</source>
        <translation>Der Markt hat ein Gebot abgelehnt</translation>
    </message>
    <message>
        <source>The home runs on. Wait 5 minutes; if it stays off, call your installer.</source>
        <translation>Das Haus läuft weiter. Bleibt er 5 Minuten aus, rufen Sie den Installateur.</translation>
    </message>
    <message>
        <source>Check that the router has power and its cable is plugged in.</source>
        <translation>Prüfen Sie Strom und Kabel des Routers.</translation>
    </message>
    <message>
        <source>Trades go on by estimates. Call your meter operator if it lasts a day.</source>
        <translation>Der Handel läuft mit Schätzwerten. Nach einem Tag: Messbetreiber anrufen.</translation>
    </message>
    <message>
        <source>Nothing to do. The difference is on your bill as imbalance.</source>
        <translation>Nichts zu tun. Die Differenz steht als Abweichung auf der Rechnung.</translation>
    </message>
    <message>
        <source>This home did not confirm it. Your money is safe; tell the operator.</source>
        <translation>Ihr Haus hat es nicht bestätigt. Ihr Geld ist sicher; sagen Sie es dem Betreiber.</translation>
    </message>
    <message>
        <source>Check the internet router. The home runs by its last plan.</source>
        <translation>Prüfen Sie das Internet. Das Haus läuft nach dem letzten Plan.</translation>
    </message>
    <message>
        <source>Nothing to do. The next auction gets a new bid.</source>
        <translation>Nichts zu tun. Die nächste Auktion bekommt ein neues Gebot.</translation>
    </message>
    <message>
        <source>Smart meter</source>
        <translation>Smart Meter</translation>
    </message>
    <message>
        <source>Home use meter</source>
        <translation>Verbrauchszähler</translation>
    </message>
    <message>
        <source>Solar inverter</source>
        <translation>Solar-Wechselrichter</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Router (DGR)</source>
        <translation>Router (DGR)</translation>
    </message>
    <message>
        <source>Car charger</source>
        <translation>Ladestation</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>delivering</source>
        <translation>liefert</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>AC 50 Hz</source>
        <translation>AC 50 Hz</translation>
    </message>
    <message>
        <source>AC 60 Hz</source>
        <translation>AC 60 Hz</translation>
    </message>
    <message>
        <source>DC</source>
        <translation>DC</translation>
    </message>
    <message>
        <source>Income</source>
        <translation>Ertrag</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Self-use</source>
        <translation>Eigen</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Vorrat</translation>
    </message>
    <message>
        <source>Sells as much as it can, and keeps little in the battery.</source>
        <translation>Verkauft so viel wie möglich, hält wenig Reserve.</translation>
    </message>
    <message>
        <source>Trades what is left over, and keeps a moderate reserve.</source>
        <translation>Handelt den Rest und hält eine mittlere Reserve.</translation>
    </message>
    <message>
        <source>Uses its own sun first, and trades only the rest.</source>
        <translation>Nutzt zuerst die eigene Sonne, handelt nur den Rest.</translation>
    </message>
    <message>
        <source>Prefers neighbours&apos; solar energy to the utility&apos;s.</source>
        <translation>Zieht Nachbarsonne dem Versorger vor.</translation>
    </message>
    <message>
        <source>Keeps the battery full for outages, and trades the least.</source>
        <translation>Hält den Speicher voll, handelt am wenigsten.</translation>
    </message>
    <message>
        <source>typical home, still learning</source>
        <translation>typisches Haus, lernt noch</translation>
    </message>
    <message>
        <source>by the last days</source>
        <translation>nach den letzten Tagen</translation>
    </message>
    <message>
        <source>by the last four weeks</source>
        <translation>nach den letzten vier Wochen</translation>
    </message>
    <message>
        <source>by several methods</source>
        <translation>nach mehreren Verfahren</translation>
    </message>
    <message>
        <source>Fills the battery</source>
        <translation>Füllt die Batterie</translation>
    </message>
    <message>
        <source>Buys for your schedule</source>
        <translation>Kauft für Ihren Zeitplan</translation>
    </message>
    <message>
        <source>Bids for %1 to store: it will save or bring more later.</source>
        <translation>Bietet auf %1 zum Speichern: Später spart oder bringt es mehr.</translation>
    </message>
    <message>
        <source>Bids for %1: your car or an appliance is to run in this half hour.</source>
        <translation>Bietet auf %1: In dieser halben Stunde soll das Auto oder ein Gerät laufen.</translation>
    </message>
    <message>
        <source>No trade: the router (DGR) carries at most %1, and that is taken.</source>
        <translation>Kein Handel: Der Router (DGR) trägt höchstens %1, und die sind vergeben.</translation>
    </message>
    <message>
        <source>trading switched on</source>
        <translation>wieder eingeschaltetem Handel</translation>
    </message>
    <message>
        <source>%1 more need or less sun</source>
        <translation>%1 mehr Bedarf oder weniger Sonne</translation>
    </message>
    <message>
        <source>%1 less need or more sun</source>
        <translation>%1 weniger Bedarf oder mehr Sonne</translation>
    </message>
    <message>
        <source>a price limit of %1</source>
        <translation>einer Preisgrenze von %1</translation>
    </message>
    <message>
        <source>a value of %1 for the home</source>
        <translation>einem Wert von %1 für das Haus</translation>
    </message>
    <message>
        <source>a router for %1</source>
        <translation>einem Router für %1</translation>
    </message>
    <message>
        <source>%1 in the battery</source>
        <translation>%1 in der Batterie</translation>
    </message>
    <message>
        <source>a reserve of %1</source>
        <translation>einer Reserve von %1</translation>
    </message>
    <message>
        <source>no bid of its own on the other side</source>
        <translation>keinem eigenen Gebot auf der anderen Seite</translation>
    </message>
    <message>
        <source>a utility price of %1</source>
        <translation>einem Versorgerpreis von %1</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <extracomment>Two conditions that hold together</extracomment>
        <translation>%1 und %2</translation>
    </message>
    <message>
        <source>No other value would have changed this.</source>
        <translation>Kein anderer Wert hätte das geändert.</translation>
    </message>
    <message>
        <source>There would be a bid with %1.</source>
        <extracomment>What would have led to a bid</extracomment>
        <translation>Ein Gebot gäbe es mit %1.</translation>
    </message>
    <message>
        <source>More would be traded with %1.</source>
        <extracomment>What would have let more be traded</extracomment>
        <translation>Mehr gehandelt würde mit %1.</translation>
    </message>
    <message>
        <source>Above %1 it does not buy. There would be no bid with %2.</source>
        <extracomment>%2: what would have prevented the bid</extracomment>
        <translation>Über %1 kauft es nicht. Kein Gebot gäbe es mit %2.</translation>
    </message>
    <message>
        <source>Below %1 it does not sell. There would be no bid with %2.</source>
        <translation>Unter %1 verkauft es nicht. Kein Gebot gäbe es mit %2.</translation>
    </message>
    <message>
        <source>No measurements</source>
        <translation>Keine Messwerte</translation>
    </message>
    <message>
        <source>Values come within a minute once the devices answer.</source>
        <translation>Werte kommen binnen einer Minute, sobald die Geräte antworten.</translation>
    </message>
</context>
<context>
    <name>dgex::ui::BillsPage</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>My trades</source>
        <translation>Meine Geschäfte</translation>
    </message>
    <message>
        <source>My trades, newest first</source>
        <translation>Meine Geschäfte, neueste zuerst</translation>
    </message>
    <message>
        <source>Network fees</source>
        <translation>Netzentgelte</translation>
    </message>
    <message>
        <source>Imbalance</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Utility</source>
        <translation>Versorger</translation>
    </message>
    <message>
        <source>With utility only</source>
        <translation>Nur mit Versorger</translation>
    </message>
    <message>
        <source>The first day is still running.</source>
        <translation>Der erste Tag läuft noch.</translation>
    </message>
    <message>
        <source>Half hour</source>
        <translation>Halbstunde</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Geliefert</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>✓ %1 better than with the utility only</source>
        <translation>✓ %1 besser als nur mit Versorger</translation>
    </message>
    <message>
        <source>%1 worse than with the utility only</source>
        <translation>%1 schlechter als nur mit Versorger</translation>
    </message>
    <message>
        <source>contract</source>
        <translation>Vertrag</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>abgerechnet</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>geliefert</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <extracomment>All days that the panel knows</extracomment>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Result per day, %1; line: utility only</source>
        <translation>Ergebnis je Tag, %1; Linie: nur Versorger</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Write this month&apos;s bill as PDF</source>
        <translation>Rechnung dieses Monats als PDF schreiben</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Write this month&apos;s bill as CSV</source>
        <translation>Rechnung dieses Monats als CSV schreiben</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>Geschrieben nach %1</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Sold %1, bought %2</source>
        <translation>Verkauft %1, gekauft %2</translation>
    </message>
    <message>
        <source>You pay</source>
        <translation>Sie zahlen</translation>
    </message>
    <message>
        <source>You earn</source>
        <translation>Sie verdienen</translation>
    </message>
    <message>
        <source>Today you pay</source>
        <translation>Heute zahlen Sie</translation>
    </message>
    <message>
        <source>Today you earn</source>
        <translation>Heute verdienen Sie</translation>
    </message>
</context>
<context>
    <name>dgex::ui::Chart</name>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>dgex::ui::ConfirmSheet</name>
    <message>
        <source>Cancel (Esc)</source>
        <translation>Abbrechen (Esc)</translation>
    </message>
</context>
<context>
    <name>dgex::ui::FanChart</name>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Low (P10)</source>
        <translation>Unten (P10)</translation>
    </message>
    <message>
        <source>Middle (P50)</source>
        <translation>Mitte (P50)</translation>
    </message>
    <message>
        <source>High (P90)</source>
        <translation>Oben (P90)</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
</context>
<context>
    <name>dgex::ui::FlowDiagram</name>
    <message>
        <source>Energy flow</source>
        <translation>Energiefluss</translation>
    </message>
    <message>
        <source>Sun %1, home %2, battery %3, neighbours %4, utility %5. Plus flows into the home.</source>
        <translation>Sonne %1, Haus %2, Speicher %3, Nachbarn %4, Versorger %5. Plus fließt ins Haus.</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Haus</translation>
    </message>
    <message>
        <source>Solar</source>
        <translation>Solar</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Utility</source>
        <translation>Versorger</translation>
    </message>
</context>
<context>
    <name>dgex::ui::HelpPage</name>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Router (DGR)</source>
        <translation>Router (DGR)</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nacht</translation>
    </message>
    <message>
        <source>✓ All is well</source>
        <translation>✓ Alles in Ordnung</translation>
    </message>
    <message>
        <source>Every device answers and every market result was proven.</source>
        <translation>Alle Geräte antworten, alle Marktergebnisse sind bewiesen.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 °C</source>
        <translation>%1 · %2 · %3 °C</translation>
    </message>
    <message numerus="yes">
        <source>Ledger %1 · %n result(s) verified</source>
        <translation>
            <numerusform>Ledger %1 · %n Ergebnis geprüft</numerusform>
            <numerusform>Ledger %1 · %n Ergebnisse geprüft</numerusform>
        </translation>
    </message>
    <message>
        <source>Set up again</source>
        <translation>Neu einrichten</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2): in %3 of %4</source>
        <translation>%1 (%2): ein %3 von %4</translation>
    </message>
    <message>
        <source>%1 (%2): out %3 of %4</source>
        <translation>%1 (%2): aus %3 von %4</translation>
    </message>
    <message>
        <source>%1 (%2): idle, %3 of %4</source>
        <translation>%1 (%2): ruht, %3 von %4</translation>
    </message>
    <message>
        <source>silent for %1</source>
        <translation>still seit %1</translation>
    </message>
    <message>
        <source>✓ connected</source>
        <translation>✓ verbunden</translation>
    </message>
</context>
<context>
    <name>dgex::ui::HomePage</name>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Price, next 24 h</source>
        <translation>Preis, nächste 24 h</translation>
    </message>
    <message>
        <source>Battery plan, kWh</source>
        <translation>Speicherplan, kWh</translation>
    </message>
    <message>
        <source>The plan comes with the first auction.</source>
        <translation>Der Plan kommt mit der ersten Auktion.</translation>
    </message>
    <message>
        <source>The first prices come with the next auction.</source>
        <translation>Die ersten Preise kommen mit der nächsten Auktion.</translation>
    </message>
    <message numerus="yes">
        <source>%n half hour(s) have a price.</source>
        <translation>
            <numerusform>%n Halbstunde hat einen Preis.</numerusform>
            <numerusform>%n Halbstunden haben einen Preis.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 better than utility only</source>
        <translation>%1 besser als nur Versorger</translation>
    </message>
    <message>
        <source>%1 worse than utility only</source>
        <translation>%1 schlechter als nur Versorger</translation>
    </message>
    <message>
        <source>Reserve %1</source>
        <translation>Reserve %1</translation>
    </message>
    <message>
        <source>Undo pause (%1 s)</source>
        <translation>Pause zurücknehmen (%1 s)</translation>
    </message>
    <message>
        <source>Resume trading</source>
        <translation>Handel fortsetzen</translation>
    </message>
    <message>
        <source>Pause trading</source>
        <translation>Handel pausieren</translation>
    </message>
    <message>
        <source>Next: buys %1 at %2 for %3.</source>
        <translation>Als Nächstes: kauft %1 um %2 für %3.</translation>
    </message>
    <message>
        <source>Next: sells %1 at %2 for %3.</source>
        <translation>Als Nächstes: verkauft %1 um %2 für %3.</translation>
    </message>
    <message>
        <source>▲ you sell</source>
        <translation>▲ Verkauf</translation>
    </message>
    <message>
        <source>▼ you buy</source>
        <translation>▼ Kauf</translation>
    </message>
    <message>
        <source>no auction yet</source>
        <translation>noch keine Auktion</translation>
    </message>
    <message>
        <source>Now %1</source>
        <translation>Jetzt %1</translation>
    </message>
    <message>
        <source>Cost today</source>
        <translation>Kosten heute</translation>
    </message>
    <message>
        <source>Earned today</source>
        <translation>Ertrag heute</translation>
    </message>
</context>
<context>
    <name>dgex::ui::HomeWindow</name>
    <message>
        <source>DGEX home panel</source>
        <translation>DGEX Hauspanel</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>Markt</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Bills</source>
        <translation>Rechnung</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Waiting for the first measurements</source>
        <translation>Warten auf die ersten Messwerte</translation>
    </message>
    <message>
        <source>Still no measurements. Check that the devices have power; the home runs as before.</source>
        <translation>Noch keine Messwerte. Prüfen Sie, ob die Geräte Strom haben; das Haus läuft wie bisher.</translation>
    </message>
</context>
<context>
    <name>dgex::ui::KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>dgex::ui::LedgerPage</name>
    <message>
        <source>%1 transactions in the log. Final with %2 of %3 co-signatures.
Log root %4
Result root %5</source>
        <translation>%1 Transaktionen im Log. Endgültig mit %2 von %3 Mitsignaturen.
Log-Wurzel %4
Ergebniswurzel %5</translation>
    </message>
</context>
<context>
    <name>dgex::ui::LevelChart</name>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
</context>
<context>
    <name>dgex::ui::MarketPage</name>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>The first prices come with the next auction.</source>
        <translation>Die ersten Preise kommen mit der nächsten Auktion.</translation>
    </message>
    <message>
        <source>Nothing was traded yet.</source>
        <translation>Noch kein Handel.</translation>
    </message>
    <message>
        <source>Traded in the neighbourhood, kWh</source>
        <translation>Handel in der Nachbarschaft, kWh</translation>
    </message>
    <message>
        <source>No bid of yours</source>
        <translation>Kein Gebot von Ihnen</translation>
    </message>
    <message>
        <source>Bid: %1 up to %2</source>
        <translation>Gebot: %1 bis %2</translation>
    </message>
    <message>
        <source>Offer: %1 from %2</source>
        <translation>Angebot: %1 ab %2</translation>
    </message>
    <message>
        <source>▼ Bought %1</source>
        <translation>▼ Gekauft: %1</translation>
    </message>
    <message>
        <source>▲ Sold %1</source>
        <translation>▲ Verkauft: %1</translation>
    </message>
    <message>
        <source>Nothing traded yet</source>
        <translation>Noch kein Handel</translation>
    </message>
    <message>
        <source>No price yet</source>
        <translation>Noch kein Preis</translation>
    </message>
    <message>
        <source>Utility %1, feed-in %2</source>
        <translation>Versorger %1, Einspeisung %2</translation>
    </message>
    <message>
        <source>✓ Result verified</source>
        <translation>✓ Ergebnis geprüft</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Offers and bids; ○ yours</source>
        <translation>Angebote und Gebote; ○ Ihre</translation>
    </message>
    <message>
        <source>Offers and bids of the half hour</source>
        <translation>Angebote und Gebote der halben Stunde</translation>
    </message>
    <message>
        <source>Nobody bid in this half hour yet.</source>
        <translation>In dieser halben Stunde bot noch niemand.</translation>
    </message>
    <message>
        <source>Half hour before</source>
        <translation>Halbe Stunde davor</translation>
    </message>
    <message>
        <source>Half hour after</source>
        <translation>Halbe Stunde danach</translation>
    </message>
    <message>
        <source>▲ you sell</source>
        <translation>▲ Verkauf</translation>
    </message>
    <message>
        <source>▼ you buy</source>
        <translation>▼ Kauf</translation>
    </message>
    <message>
        <source>pale: later</source>
        <translation>blass: später</translation>
    </message>
    <message>
        <source>no auction yet</source>
        <translation>noch keine Auktion</translation>
    </message>
    <message>
        <source>Price per half hour, %1</source>
        <translation>Preis je halbe Stunde, %1</translation>
    </message>
    <message>
        <source>Utility %1</source>
        <translation>Versorger %1</translation>
    </message>
</context>
<context>
    <name>dgex::ui::MarketsPage</name>
    <message>
        <source>No orders in this market yet.</source>
        <translation>In diesem Markt gibt es noch keine Gebote.</translation>
    </message>
    <message>
        <source>Price %1</source>
        <translation>Preis %1</translation>
    </message>
    <message>
        <source>possible %1 to %2</source>
        <translation>möglich %1 bis %2</translation>
    </message>
    <message>
        <source>traded %1</source>
        <translation>gehandelt %1</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n Gebot</numerusform>
            <numerusform>%n Gebote</numerusform>
        </translation>
    </message>
    <message>
        <source>round %1</source>
        <translation>Runde %1</translation>
    </message>
    <message>
        <source>Prices of all markets, %1</source>
        <translation>Preise aller Märkte, %1</translation>
    </message>
    <message>
        <source>Supply and demand</source>
        <translation>Angebot und Nachfrage</translation>
    </message>
    <message>
        <source>No curves: nobody bid in the newest round.</source>
        <translation>Keine Kurven: In der neuesten Runde hat niemand geboten.</translation>
    </message>
    <message>
        <source>kWh</source>
        <translation>kWh</translation>
    </message>
    <message>
        <source>per kWh</source>
        <translation>je kWh</translation>
    </message>
    <message>
        <source>Prices of all markets</source>
        <translation>Preise aller Märkte</translation>
    </message>
    <message>
        <source>No trades yet.</source>
        <translation>Noch kein Handel.</translation>
    </message>
    <message numerus="yes">
        <source>Delivery: %n contract(s), %1; received %2, %3 with too little</source>
        <translation>
            <numerusform>Lieferung: %n Vertrag, %1; empfangen %2, %3 mit zu wenig</numerusform>
            <numerusform>Lieferung: %n Verträge, %1; empfangen %2, %3 mit zu wenig</numerusform>
        </translation>
    </message>
    <message>
        <source>Settlement: homes %1, utility %2, grid operator %3, sum %4</source>
        <translation>Abrechnung: Häuser %1, Versorger %2, Netzbetreiber %3, Summe %4</translation>
    </message>
    <message>
        <source>Delivery: no contract yet</source>
        <translation>Lieferung: noch kein Vertrag</translation>
    </message>
    <message>
        <source>Settlement: not yet</source>
        <translation>Abrechnung: noch nicht</translation>
    </message>
    <message>
        <source>Proof: ✓ verified</source>
        <translation>Beweis: ✓ geprüft</translation>
    </message>
    <message>
        <source>Proof: ✗ FAILED, do not believe this result</source>
        <translation>Beweis: ✗ GESCHEITERT, diesem Ergebnis nicht glauben</translation>
    </message>
    <message>
        <source>Proof: not checked yet</source>
        <translation>Beweis: noch nicht geprüft</translation>
    </message>
    <message>
        <source>result root %1 of block %2, %3 of %4 co-signatures</source>
        <translation>Ergebniswurzel %1 von Block %2, %3 von %4 Mitunterschriften</translation>
    </message>
    <message>
        <source>Curves (C)</source>
        <translation>Kurven (C)</translation>
    </message>
    <message>
        <source>Book (D)</source>
        <translation>Buch (D)</translation>
    </message>
    <message>
        <source>Fills (G)</source>
        <translation>Abschlüsse (G)</translation>
    </message>
    <message>
        <source>Replay the day (Y)</source>
        <translation>Tag abspielen (Y)</translation>
    </message>
</context>
<context>
    <name>dgex::ui::NeedsPanel</name>
    <message>
        <source>none</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>Auto</translation>
    </message>
    <message>
        <source>Appliance</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>by</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>%1: energy</source>
        <translation>%1: Energie</translation>
    </message>
    <message>
        <source>%1: less</source>
        <translation>%1: weniger</translation>
    </message>
    <message>
        <source>%1: more</source>
        <translation>%1: mehr</translation>
    </message>
    <message>
        <source>%1: ready by</source>
        <translation>%1: fertig bis</translation>
    </message>
    <message>
        <source>%1: earlier</source>
        <translation>%1: früher</translation>
    </message>
    <message>
        <source>%1: later</source>
        <translation>%1: später</translation>
    </message>
    <message>
        <source>Nobody home tomorrow</source>
        <translation>Morgen niemand zu Hause</translation>
    </message>
</context>
<context>
    <name>dgex::ui::NumberPad</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Take this number</source>
        <translation>Diese Nummer nehmen</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>Letzte Ziffer löschen</translation>
    </message>
    <message>
        <source>Hyphen</source>
        <translation>Bindestrich</translation>
    </message>
</context>
<context>
    <name>dgex::ui::OperatorWindow</name>
    <message>
        <source>%1     Round %2 closes next</source>
        <translation>%1     Runde %2 schließt als nächste</translation>
    </message>
    <message>
        <source>No open alarm</source>
        <translation>Kein offener Alarm</translation>
    </message>
    <message numerus="yes">
        <source>%n open alarm(s)</source>
        <translation>
            <numerusform>%n offener Alarm</numerusform>
            <numerusform>%n offene Alarme</numerusform>
        </translation>
    </message>
    <message>
        <source>DGEX operator&apos;s console</source>
        <translation>DGEX Betreiberkonsole</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Markets</source>
        <translation>Märkte</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>Teilnehmer</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Ledger</translation>
    </message>
    <message>
        <source>DGR fleet</source>
        <translation>DGR-Flotte</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Lieferungen</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Waiting for the exchange</source>
        <translation>Warten auf die Börse</translation>
    </message>
    <message>
        <source>%1 in the last 10 minutes (1 or 2 are bearable), %2 in 24 hours</source>
        <translation>%1 in den letzten 10 Minuten (1 bis 2 sind tragbar), %2 in 24 Stunden</translation>
    </message>
    <message>
        <source>Acknowledge (A)</source>
        <translation>Quittieren (A)</translation>
    </message>
    <message>
        <source>Shelve 1 h (S)</source>
        <translation>1 h zurückstellen (S)</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>Sprache: %1</translation>
    </message>
    <message>
        <source>Participants (%1)</source>
        <translation>Teilnehmer (%1)</translation>
    </message>
    <message>
        <source>Page: %1</source>
        <translation>Seite: %1</translation>
    </message>
    <message>
        <source>Period before</source>
        <translation>Zeitraum davor</translation>
    </message>
    <message>
        <source>Period after</source>
        <translation>Zeitraum danach</translation>
    </message>
    <message>
        <source>Acknowledge the chosen alarm</source>
        <translation>Gewählten Alarm quittieren</translation>
    </message>
    <message>
        <source>Shelve the chosen alarm for an hour</source>
        <translation>Gewählten Alarm 1 h zurückstellen</translation>
    </message>
    <message>
        <source>Approve the chosen request</source>
        <translation>Gewählten Antrag zulassen</translation>
    </message>
    <message>
        <source>Refuse the chosen request</source>
        <translation>Gewählten Antrag ablehnen</translation>
    </message>
    <message>
        <source>Revoke the chosen participant</source>
        <translation>Gewählten Teilnehmer widerrufen</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>Tabelle filtern</translation>
    </message>
    <message>
        <source>Export the table as CSV</source>
        <translation>Tabelle als CSV speichern</translation>
    </message>
    <message>
        <source>Copy the chosen row</source>
        <translation>Gewählte Zeile kopieren</translation>
    </message>
    <message>
        <source>Next language</source>
        <translation>Nächste Sprache</translation>
    </message>
    <message>
        <source>Fill the screen</source>
        <translation>Ganzer Bildschirm</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>Diese Tasten</translation>
    </message>
    <message>
        <source>What if: less to sellers</source>
        <translation>Was wäre wenn: weniger für Verkäufer</translation>
    </message>
    <message>
        <source>What if: more to sellers</source>
        <translation>Was wäre wenn: mehr für Verkäufer</translation>
    </message>
    <message>
        <source>What if: lower fee</source>
        <translation>Was wäre wenn: kleineres Entgelt</translation>
    </message>
    <message>
        <source>What if: higher fee</source>
        <translation>Was wäre wenn: größeres Entgelt</translation>
    </message>
    <message>
        <source>What if: fewer offers</source>
        <translation>Was wäre wenn: weniger Angebote</translation>
    </message>
    <message>
        <source>What if: more offers</source>
        <translation>Was wäre wenn: mehr Angebote</translation>
    </message>
    <message>
        <source>What if: fewer bids</source>
        <translation>Was wäre wenn: weniger Gebote</translation>
    </message>
    <message>
        <source>What if: more bids</source>
        <translation>Was wäre wenn: mehr Gebote</translation>
    </message>
    <message>
        <source>What if: another pricing rule</source>
        <translation>Was wäre wenn: andere Preisregel</translation>
    </message>
    <message>
        <source>What if: as it was</source>
        <translation>Was wäre wenn: wie es war</translation>
    </message>
    <message>
        <source>Approve %1?</source>
        <translation>%1 zulassen?</translation>
    </message>
    <message>
        <source>Meter %1, zone %2, connection %3.
Compare this fingerprint with the one that the home shows:
%4</source>
        <translation>Zähler %1, Zone %2, Anschluss %3.
Vergleichen Sie diesen Fingerabdruck mit dem, den das Haus zeigt:
%4</translation>
    </message>
    <message>
        <source>It is written to the ledger with your key and cannot be undone; a participant can only be revoked.</source>
        <translation>Es wird mit Ihrem Schlüssel ins Ledger geschrieben und ist endgültig; ein Teilnehmer kann nur widerrufen werden.</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Zulassen</translation>
    </message>
    <message>
        <source>Refuse %1?</source>
        <translation>%1 ablehnen?</translation>
    </message>
    <message>
        <source>Meter %1, key %2</source>
        <translation>Zähler %1, Schlüssel %2</translation>
    </message>
    <message>
        <source>It cannot be undone. The home can ask again.</source>
        <translation>Es ist endgültig. Das Haus kann erneut fragen.</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Revoke %1?</source>
        <translation>%1 widerrufen?</translation>
    </message>
    <message>
        <source>From then on nothing that the home signs counts. What it signed before is still delivered and settled. Balance: %1</source>
        <translation>Ab dann zählt nichts mehr, was das Haus unterschreibt. Was es vorher unterschrieb, wird noch geliefert und abgerechnet. Saldo: %1</translation>
    </message>
    <message>
        <source>It is written to the ledger with your key and cannot be undone: the home needs a new key to come back.</source>
        <translation>Es wird mit Ihrem Schlüssel ins Ledger geschrieben und ist endgültig: Das Haus braucht für eine Rückkehr einen neuen Schlüssel.</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Running period, live</source>
        <translation>Laufender Zeitraum, live</translation>
    </message>
    <message>
        <source>Replay the past day, or end it</source>
        <translation>Vergangenen Tag abspielen oder beenden</translation>
    </message>
    <message>
        <source>Replay: play or pause</source>
        <translation>Wiedergabe: abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Replay: faster</source>
        <translation>Wiedergabe: schneller</translation>
    </message>
    <message>
        <source>Replay: slower</source>
        <translation>Wiedergabe: langsamer</translation>
    </message>
    <message>
        <source>Market: curves</source>
        <translation>Markt: Kurven</translation>
    </message>
    <message>
        <source>Market: order book</source>
        <translation>Markt: Orderbuch</translation>
    </message>
    <message>
        <source>Market: fills</source>
        <translation>Markt: Abschlüsse</translation>
    </message>
    <message>
        <source>The exchange has stopped: %1</source>
        <translation>Die Börse ist stehen geblieben: %1</translation>
    </message>
    <message>
        <source>The exchange has not answered for %1. The console keeps asking; is the exchange running?</source>
        <translation>Die Börse hat seit %1 nicht geantwortet. Die Konsole fragt weiter; läuft die Börse?</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Data %1 old</source>
        <translation>Daten %1 alt</translation>
    </message>
    <message>
        <source>The exchange has stopped: %1. Figures are of %2.</source>
        <translation>Die Börse ist stehen geblieben: %1. Die Werte sind von %2.</translation>
    </message>
    <message>
        <source>No news for %1: figures are of %2. Homes deliver by what they know; the console keeps asking.</source>
        <translation>Seit %1 nichts Neues: Werte von %2. Die Häuser liefern nach dem, was sie wissen; die Konsole fragt weiter.</translation>
    </message>
    <message>
        <source>Replay of %1 at %2 times: this is not live.</source>
        <translation>Wiedergabe von %1 mit %2-facher Geschwindigkeit: nicht live.</translation>
    </message>
    <message>
        <source>This page is live; the replay goes on on Markets, Ledger, Deliveries and Settlement.</source>
        <translation>Diese Seite ist live; die Wiedergabe läuft auf Märkte, Ledger, Lieferungen und Abrechnung weiter.</translation>
    </message>
    <message>
        <source>Figures older than %1 are not shown.</source>
        <translation>Werte, die älter als %1 sind, werden nicht gezeigt.</translation>
    </message>
</context>
<context>
    <name>dgex::ui::OverviewPage</name>
    <message>
        <source>next round %1</source>
        <translation>nächste Runde %1</translation>
    </message>
    <message>
        <source>between neighbours</source>
        <translation>zwischen Nachbarn</translation>
    </message>
    <message numerus="yes">
        <source>%n home(s)</source>
        <translation>
            <numerusform>%n Haus</numerusform>
            <numerusform>%n Häuser</numerusform>
        </translation>
    </message>
    <message>
        <source>all roofs</source>
        <translation>alle Dächer</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>%1 tripped, %2 in all</source>
        <translation>%1 ausgelöst, %2 insgesamt</translation>
    </message>
    <message>
        <source>Price, %1</source>
        <translation>Preis, %1</translation>
    </message>
    <message>
        <source>Traded today</source>
        <translation>Heute gehandelt</translation>
    </message>
    <message>
        <source>Traded now</source>
        <translation>Handel jetzt</translation>
    </message>
    <message>
        <source>Consumption</source>
        <translation>Verbrauch</translation>
    </message>
    <message>
        <source>Solar</source>
        <translation>Solar</translation>
    </message>
    <message>
        <source>Quorum</source>
        <translation>Quorum</translation>
    </message>
    <message>
        <source>DGRs delivering</source>
        <translation>Liefernde DGR</translation>
    </message>
    <message>
        <source>Traded energy, kWh</source>
        <translation>Gehandelte Energie, kWh</translation>
    </message>
    <message>
        <source>Prices of all markets</source>
        <translation>Preise aller Märkte</translation>
    </message>
    <message>
        <source>No trades yet.</source>
        <translation>Noch kein Handel.</translation>
    </message>
    <message>
        <source>Traded energy of all markets</source>
        <translation>Gehandelte Energie aller Märkte</translation>
    </message>
    <message>
        <source>How far each market is</source>
        <translation>Wie weit jeder Markt ist</translation>
    </message>
    <message>
        <source>No market has orders yet.</source>
        <translation>Noch kein Markt hat Gebote.</translation>
    </message>
    <message>
        <source>devices are not seen from here</source>
        <translation>Geräte sind von hier nicht zu sehen</translation>
    </message>
    <message numerus="yes">
        <source>without %n silent home(s)</source>
        <translation>
            <numerusform>ohne %n stummes Haus</numerusform>
            <numerusform>ohne %n stumme Häuser</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::ParticipantsPage</name>
    <message>
        <source>Approve (E)</source>
        <translation>Zulassen (E)</translation>
    </message>
    <message>
        <source>Refuse (R)</source>
        <translation>Ablehnen (R)</translation>
    </message>
    <message>
        <source>Revoke (V)</source>
        <translation>Widerrufen (V)</translation>
    </message>
</context>
<context>
    <name>dgex::ui::PhaseStrip</name>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>Phase</translation>
    </message>
</context>
<context>
    <name>dgex::ui::PlanPage</name>
    <message>
        <source>My rules</source>
        <translation>Meine Regeln</translation>
    </message>
    <message>
        <source>Battery reserve</source>
        <translation>Speicherreserve</translation>
    </message>
    <message>
        <source>Never buy above</source>
        <translation>Nie teurer kaufen als</translation>
    </message>
    <message>
        <source>Never sell below</source>
        <translation>Nie billiger verkaufen als</translation>
    </message>
    <message>
        <source>Lower</source>
        <translation>Senken</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>Erhöhen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Sun, kWh</source>
        <translation>Sonne, kWh</translation>
    </message>
    <message>
        <source>Use, kWh</source>
        <translation>Verbrauch, kWh</translation>
    </message>
    <message>
        <source>Battery plan, kWh</source>
        <translation>Speicherplan, kWh</translation>
    </message>
    <message>
        <source>The forecast comes with the first values.</source>
        <translation>Die Prognose kommt mit den ersten Werten.</translation>
    </message>
    <message>
        <source>The plan comes with the first auction.</source>
        <translation>Der Plan kommt mit der ersten Auktion.</translation>
    </message>
    <message>
        <source>any price</source>
        <translation>jeder Preis</translation>
    </message>
    <message>
        <source>Changed, not applied yet</source>
        <translation>Geändert, noch nicht übernommen</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n inside the band</source>
        <extracomment>How often the true value lay in the likely range; %1 of %n</extracomment>
        <translation>
            <numerusform>%1 von %n im Band</numerusform>
            <numerusform>%1 von %n im Band</numerusform>
        </translation>
    </message>
    <message>
        <source>Reserve %1</source>
        <translation>Reserve %1</translation>
    </message>
    <message>
        <source>My needs</source>
        <translation>Mein Bedarf</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>✓ In force</source>
        <translation>✓ In Kraft</translation>
    </message>
    <message>
        <source>The effect comes with the first plan.</source>
        <translation>Die Wirkung kommt mit dem ersten Plan.</translation>
    </message>
    <message>
        <source>About %1 in the next 24 h</source>
        <translation>Etwa %1 in den nächsten 24 h</translation>
    </message>
    <message>
        <source>✓ In force: about %1 in the next 24 h</source>
        <translation>✓ In Kraft: etwa %1 in 24 h</translation>
    </message>
    <message>
        <source>Against today&apos;s rules; the battery would hold at least %1.</source>
        <translation>Gegen jetzige Regeln; Speicher mindestens %1.</translation>
    </message>
    <message>
        <source>%1 against the utility alone; the battery holds at least %2.</source>
        <translation>%1 gegen Versorger allein; Speicher mindestens %2.</translation>
    </message>
</context>
<context>
    <name>dgex::ui::ReplayBar</name>
    <message>
        <source>Pause (P)</source>
        <translation>Pause (P)</translation>
    </message>
    <message>
        <source>Play (P)</source>
        <translation>Abspielen (P)</translation>
    </message>
    <message>
        <source>Back to live (T)</source>
        <translation>Zurück zu live (T)</translation>
    </message>
    <message>
        <source>Time of the replay</source>
        <translation>Zeit der Wiedergabe</translation>
    </message>
    <message>
        <source>Replay at %1 times</source>
        <translation>Wiedergabe mit %1-facher Geschwindigkeit</translation>
    </message>
</context>
<context>
    <name>dgex::ui::SetupSheet</name>
    <message>
        <source>Number on your meter</source>
        <translation>Nummer auf Ihrem Zähler</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nacht</translation>
    </message>
    <message>
        <source>No device has answered yet. Check that they have power; this page looks again by itself.</source>
        <translation>Noch hat kein Gerät geantwortet. Prüfen Sie, ob sie Strom haben; diese Seite sieht von selbst wieder nach.</translation>
    </message>
    <message>
        <source>Choose your language</source>
        <translation>Wählen Sie Ihre Sprache</translation>
    </message>
    <message>
        <source>Choose the colours</source>
        <translation>Wählen Sie die Farben</translation>
    </message>
    <message>
        <source>Your electricity meter</source>
        <translation>Ihr Stromzähler</translation>
    </message>
    <message>
        <source>Your utility&apos;s word</source>
        <translation>Das Wort Ihres Versorgers</translation>
    </message>
    <message>
        <source>Your devices</source>
        <translation>Ihre Geräte</translation>
    </message>
    <message>
        <source>What matters to you?</source>
        <translation>Was ist Ihnen wichtig?</translation>
    </message>
    <message>
        <source>You can change everything here later, under Help.</source>
        <translation>Alles hier lässt sich später unter Hilfe ändern.</translation>
    </message>
    <message>
        <source>Night is for bedrooms: dark and without blue.</source>
        <translation>Nacht ist für Schlafzimmer: dunkel und ohne Blau.</translation>
    </message>
    <message>
        <source>Compare the number with the one on your meter.</source>
        <translation>Vergleichen Sie die Nummer mit der auf Ihrem Zähler.</translation>
    </message>
    <message>
        <source>Tell your utility this code. It lets your home in when it sees the same.</source>
        <translation>Nennen Sie Ihrem Versorger diesen Code. Sieht er denselben, lässt er Ihr Haus herein.</translation>
    </message>
    <message>
        <source>These were found in your home.</source>
        <translation>Das wurde in Ihrem Haus gefunden.</translation>
    </message>
    <message>
        <source>The home decides by this from the next half hour on. Details are on the Plan page.</source>
        <translation>Danach entscheidet das Haus ab der nächsten halben Stunde. Einzelheiten stehen unter Plan.</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Asking the utility …</source>
        <translation>Frage beim Versorger an …</translation>
    </message>
    <message>
        <source>Waiting for the utility. This can take a day; the home runs on meanwhile.</source>
        <translation>Warte auf den Versorger. Das kann einen Tag dauern; das Haus läuft inzwischen weiter.</translation>
    </message>
    <message>
        <source>The utility refused: %1</source>
        <translation>Der Versorger lehnte ab: %1</translation>
    </message>
    <message>
        <source>That did not work: %1</source>
        <translation>Das ging nicht: %1</translation>
    </message>
    <message>
        <source>✓ Your home is in the market.</source>
        <translation>✓ Ihr Haus ist im Markt.</translation>
    </message>
    <message>
        <source>▲ no answer</source>
        <translation>▲ keine Antwort</translation>
    </message>
    <message>
        <source>✓ %1 ago</source>
        <translation>✓ vor %1</translation>
    </message>
</context>
<context>
    <name>dgex::ui::SimulationWindow</name>
    <message>
        <source>DEMO - DGEX, the Digital Grid Exchange</source>
        <translation>DEMO - DGEX, die Digital-Grid-Börse</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>Home panel</source>
        <translation>Hauspanel</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Betreiber</translation>
    </message>
    <message>
        <source>Previous home</source>
        <translation>Voriges Haus</translation>
    </message>
    <message>
        <source>Next home</source>
        <translation>Nächstes Haus</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Wolke</translation>
    </message>
    <message>
        <source>Trip DGR</source>
        <translation>DGR auslösen</translation>
    </message>
    <message>
        <source>Silence meter</source>
        <translation>Zähler stumm</translation>
    </message>
    <message>
        <source>Lying authority</source>
        <translation>Validator lügt</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Tour</translation>
    </message>
    <message>
        <source>Guided tour</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>Sprache: %1</translation>
    </message>
    <message>
        <source>%1 times as fast as real time</source>
        <translation>%1-mal so schnell wie in Wirklichkeit</translation>
    </message>
    <message numerus="yes">
        <source>A cloud takes most of the sun from all homes for %n minute(s).</source>
        <translation>
            <numerusform>Eine Wolke nimmt allen Häusern %n Minute lang fast die ganze Sonne.</numerusform>
            <numerusform>Eine Wolke nimmt allen Häusern %n Minuten lang fast die ganze Sonne.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The router of %1 switches off for %n minute(s).</source>
        <translation>
            <numerusform>Der Router von %1 schaltet sich %n Minute lang ab.</numerusform>
            <numerusform>Der Router von %1 schaltet sich %n Minuten lang ab.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The meter of %1 is silent for %n minute(s).</source>
        <translation>
            <numerusform>Der Zähler von %1 schweigt %n Minute lang.</numerusform>
            <numerusform>Der Zähler von %1 schweigt %n Minuten lang.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The authority falsifies what it tells all homes for %n minute(s).</source>
        <translation>
            <numerusform>Der Validator fälscht %n Minute lang, was er allen Häusern sagt.</numerusform>
            <numerusform>Der Validator fälscht %n Minuten lang, was er allen Häusern sagt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::StatusStrip</name>
    <message>
        <source>No data yet</source>
        <translation>Noch keine Daten</translation>
    </message>
    <message>
        <source>Next auction %1</source>
        <translation>Nächste Auktion %1</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>Updated %1 ago</source>
        <translation>Vor %1 aktualisiert</translation>
    </message>
    <message>
        <source>Router: %1</source>
        <translation>Router: %1</translation>
    </message>
    <message>
        <source>Offline for %1</source>
        <translation>Offline seit %1</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Aktuell</translation>
    </message>
</context>
<context>
    <name>dgex::ui::StepCurveChart</name>
    <message>
        <source>Quantity in kWh</source>
        <translation>Menge in kWh</translation>
    </message>
    <message>
        <source>Price in %1</source>
        <translation>Preis in %1</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Quantity up to here</source>
        <translation>Menge bis hier</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Kauf</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Eigene</translation>
    </message>
</context>
<context>
    <name>dgex::ui::TablePage</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Filter rows</source>
        <translation>Zeilen filtern</translation>
    </message>
    <message>
        <source>No row matches the filter.</source>
        <translation>Keine Zeile passt zum Filter.</translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation>Als CSV exportieren</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>Geschrieben nach %1</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Export this table as CSV</source>
        <translation>Diese Tabelle als CSV exportieren</translation>
    </message>
</context>
<context>
    <name>dgex::ui::Tour</name>
    <message>
        <source>Guided tour: %1 of %2</source>
        <translation>Führung: %1 von %2</translation>
    </message>
    <message>
        <source>Guided tour</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>New here?</source>
        <translation>Zum ersten Mal hier?</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Start the tour</source>
        <translation>Führung beginnen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message numerus="yes">
        <source>See in %n stop(s) what a home and the operator see. It takes two minutes, and the button Tour starts it again at any time.</source>
        <translation>
            <numerusform>An %n Station sehen Sie, was ein Haus und was der Betreiber sieht. Das dauert zwei Minuten; der Knopf Tour beginnt jederzeit von vorn.</numerusform>
            <numerusform>An %n Stationen sehen Sie, was ein Haus und was der Betreiber sieht. Das dauert zwei Minuten; der Knopf Tour beginnt jederzeit von vorn.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::TradePathView</name>
    <message>
        <source>Bid</source>
        <translation>Gebot</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>Vertrag</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Geliefert</translation>
    </message>
    <message>
        <source>Metered</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Path of the trade</source>
        <translation>Weg des Geschäfts</translation>
    </message>
</context>
<context>
    <name>dgex::ui::WhatIfPanel</name>
    <message>
        <source>One price</source>
        <translation>Ein Preis</translation>
    </message>
    <message>
        <source>Trade reduction</source>
        <translation>Handelskürzung</translation>
    </message>
    <message>
        <source>Pay as bid</source>
        <translation>Gebotspreis</translation>
    </message>
    <message>
        <source>Pricing rule: %1</source>
        <translation>Preisregel: %1</translation>
    </message>
    <message>
        <source>No curves: nobody bid in the newest round.</source>
        <translation>Keine Kurven: In der neuesten Runde hat niemand geboten.</translation>
    </message>
    <message>
        <source>Price %1 instead of %2, traded %3 instead of %4</source>
        <translation>Preis %1 statt %2, gehandelt %3 statt %4</translation>
    </message>
    <message>
        <source>What if: split to sellers</source>
        <translation>Was wäre wenn: Anteil Verkäufer</translation>
    </message>
    <message>
        <source>Network fee per kWh</source>
        <translation>Netzentgelt je kWh</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>Angebote</translation>
    </message>
    <message>
        <source>Bids</source>
        <translation>Gebote</translation>
    </message>
    <message>
        <source>Less: %1</source>
        <translation>Weniger: %1</translation>
    </message>
    <message>
        <source>More: %1</source>
        <translation>Mehr: %1</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>Wie es war</translation>
    </message>
</context>
<context>
    <name>dgex::ui::WhySheet</name>
    <message>
        <source>Three causes</source>
        <translation>Drei Gründe</translation>
    </message>
    <message>
        <source>What would change it</source>
        <translation>Was es ändern würde</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Nothing was decided for this half hour yet.</source>
        <translation>Für diese Halbstunde ist noch nichts entschieden.</translation>
    </message>
</context>
</TS>
