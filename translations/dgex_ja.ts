<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
<context>
    <name>BillsPage</name>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My trades</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My trades, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sold to neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bought from neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trades</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network fees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imbalance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Utility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With utility only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first day is still running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Energy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Money</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ %1 better than with the utility only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 worse than with the utility only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <extracomment>All days that the panel knows</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Result per day, %1; line: utility only</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FlowDiagram</name>
    <message>
        <source>Energy flow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sun %1, home %2, battery %3, neighbours %4, utility %5. Plus flows into the home.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Utility</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Router (DGR)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Night</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ All is well</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to know</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Every device answers and every market result was proven.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2 · %3 °C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2) %3 of %4</source>
        <extracomment>A port of the router: name, kind, power now, greatest power</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Ledger %1 · %n result(s) verified</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price, next 24 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery plan, kWh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan comes with the first auction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first prices come with the next auction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n half hour(s) have a price.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>now %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 better than utility only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 worse than utility only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reserve %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo pause (%1 s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume trading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause trading</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HomeWindow</name>
    <message>
        <source>DGEX home panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Market</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bills</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first measurements</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MarketPage</name>
    <message>
        <source>Why?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ sold   ▼ bought</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first prices come with the next auction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was traded yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price per half hour, %1; line: utility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Traded in the neighbourhood, kWh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No bid of yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bid: %1 up to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offer: %1 from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▼ Bought %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>▲ Sold %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing traded yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No price yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Utility %1, feed-in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ Result verified</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>My rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecast and battery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery reserve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never buy above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never sell below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sun, kWh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use, kWh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery plan, kWh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The forecast comes with the first values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plan comes with the first auction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery reserve %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any price</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed, not applied yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These rules are in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n inside the band</source>
        <extracomment>How often the true value lay in the likely range; %1 of %n</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Reserve %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuantityFormat</name>
    <message>
        <source>ddd d MMM</source>
        <extracomment>A day in a list: &quot;ddd d MMM&quot; is &quot;Sat 22 Nov&quot;. QLocale date format.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1: day, %2: time</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1&#xa0;s</source>
        <extracomment>Ages and spans: seconds, minutes, hours, days. The space is a no-break space.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1&#xa0;min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1&#xa0;h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1਍</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>No data yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next auction %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DGR %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>▲ Offline for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updated %1 ago</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepCurveChart</name>
    <message>
        <source>Quantity in kWh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Price in %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TradePathView</name>
    <message>
        <source>Bid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path of the trade</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WhySheet</name>
    <message>
        <source>Three causes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What would change it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was decided for this half hour yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Selling %1 to neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buying %1 from neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storing %1 of sun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running on the battery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running on your own sun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buying %1 from the utility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selling %1 to the utility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trading is paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No measurements yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The battery is at %1 and a neighbour pays %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is more sun than the home uses, and a neighbour pays %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A neighbour&apos;s electricity costs %1, less than the utility&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sun gives more than the home uses; the rest goes into the battery.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The battery covers the home, down to your reserve of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sun gives about as much as the home uses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sun, battery and neighbours do not cover the home now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The battery is full and no neighbour needs the rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contracts already made are still delivered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first values come within a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sells surplus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sells from the battery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Buys what is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrects earlier trades</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the reserve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Under 0.1 kWh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outside your limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The battery covers it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Router at its limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offers %1: more sun is expected than home and battery can take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offers %1: the battery holds more than your reserve of %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bids for %1: the home will need more than sun and battery give.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrects its trades by %1: the newer forecast differs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No trade: the battery is kept for your reserve of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No trade needed: forecast and trades match.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No trade: the difference is under 0.1 kWh, the smallest amount.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No trade: your limit of %1 leaves no room.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No trade: you paused trading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No trade: the battery takes the surplus or covers the need.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trades only %1: the router (DGR) carries at most %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below %1 it would not have been sold. Less sun would have left less to offer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below %1 it would have stayed in the battery. A higher reserve would have kept it too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above %1 it would not have been bought. More sun or a fuller battery would have covered it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the earlier forecast the trades would have stayed as they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reserve below %1 would free energy for trading.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A forecast that differs by 0.1 kWh or more would lead to a bid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A difference of 0.1 kWh or more would lead to a bid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A limit between %1 and %2 would allow trades.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume trading on the Home page, and the next auction gets bids.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fuller or emptier battery would have led to a bid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A router with more capacity could trade the rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 kWh (likely %2–%3)</source>
        <extracomment>A forecast: %1 expected value, %2 and %3 the likely range</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecast: use %1, sun %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery: none. Already traded: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery: %1 of %2 planned, %3 kept as reserve. Already traded: %4.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prices: utility %1, feed-in %2, expected here %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prices: utility %1, feed-in %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The router (DGR) switched off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The router (DGR) does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The meter does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Less was delivered than agreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A market result could not be proven</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The market cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The market refused a bid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The home runs on. Wait 5 minutes; if it stays off, call your installer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check that the router has power and its cable is plugged in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trades go on by estimates. Call your meter operator if it lasts a day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to do. The difference is on your bill as imbalance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This home did not confirm it. Your money is safe; tell the operator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the internet router. The home runs by its last plan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to do. The next auction gets a new bid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smart meter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home use meter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solar inverter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Router (DGR)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Car charger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delivering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>switched off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AC 50 Hz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AC 60 Hz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Income</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Self-use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sells as much as it can, and keeps little in the battery.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trades what is left over, and keeps a moderate reserve.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uses its own sun first, and trades only the rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prefers neighbours&apos; solar energy to the utility&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the battery full for outages, and trades the least.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>typical home, still learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the last days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the last four weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by several methods</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
