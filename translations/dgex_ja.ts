<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
<context>
    <name>BarChart</name>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Own trade</source>
        <translation>自分の取引</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>比較</translation>
    </message>
    <message>
        <source>bought</source>
        <translation>購入</translation>
    </message>
    <message>
        <source>sold</source>
        <translation>販売</translation>
    </message>
</context>
<context>
    <name>BillDocument</name>
    <message>
        <source>Half hour</source>
        <translation>コマ</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>電力量</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>受渡量</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>証明</translation>
    </message>
    <message>
        <source>%1 bought</source>
        <translation>%1 購入</translation>
    </message>
    <message>
        <source>%1 sold</source>
        <translation>%1 販売</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>検証済み</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>まだ</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Bought from neighbours</source>
        <translation>ご近所から買電</translation>
    </message>
    <message>
        <source>Sold to neighbours</source>
        <translation>ご近所へ売電</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>取引</translation>
    </message>
    <message>
        <source>Network fees</source>
        <translation>託送料</translation>
    </message>
    <message>
        <source>Imbalance</source>
        <translation>インバランス</translation>
    </message>
    <message>
        <source>Utility</source>
        <translation>電力会社</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Electricity bill</source>
        <translation>電気料金明細</translation>
    </message>
    <message>
        <source>%1, participant %2, %3</source>
        <translation>%1、参加者番号 %2、%3</translation>
    </message>
    <message>
        <source>With the utility only it would have been %1, so neighbours brought %2.</source>
        <translation>電力会社だけなら %1 でした。近所との取引で %2 の得です。</translation>
    </message>
</context>
<context>
    <name>ConsoleTables</name>
    <message>
        <source>Markets</source>
        <translation>市場</translation>
    </message>
    <message>
        <source>No market has orders yet.</source>
        <translation>まだ入札のある市場はありません。</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>コマ</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>段階</translation>
    </message>
    <message>
        <source>Price per kWh</source>
        <translation>1 kWh の価格</translation>
    </message>
    <message>
        <source>Traded kWh</source>
        <translation>約定量 kWh</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>入札数</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>参加者</translation>
    </message>
    <message>
        <source>Nobody is enrolled yet.</source>
        <translation>まだ登録された参加者はいません。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Meter</source>
        <translation>メーター</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>鍵</translation>
    </message>
    <message>
        <source>Connection kW</source>
        <translation>接続容量 kW</translation>
    </message>
    <message>
        <source>Generated today kWh</source>
        <translation>本日の発電 kWh</translation>
    </message>
    <message>
        <source>Last sheet</source>
        <translation>最終入札</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>残高</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>ブロック</translation>
    </message>
    <message>
        <source>The ledger has no block yet.</source>
        <translation>台帳にまだブロックはありません。</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高さ</translation>
    </message>
    <message>
        <source>Made at</source>
        <translation>生成時刻</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>トランザクション</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>Block hash</source>
        <translation>ブロックハッシュ</translation>
    </message>
    <message>
        <source>Result root</source>
        <translation>結果ルート</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>Authorities</source>
        <translation>承認ノード</translation>
    </message>
    <message>
        <source>No authority is known.</source>
        <translation>承認ノードがありません。</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最終応答</translation>
    </message>
    <message>
        <source>DGR fleet</source>
        <translation>DGR 一覧</translation>
    </message>
    <message>
        <source>No DGR is known.</source>
        <translation>DGR がありません。</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>家庭</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Set kW</source>
        <translation>設定 kW</translation>
    </message>
    <message>
        <source>Measured kW</source>
        <translation>計測 kW</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>負荷率</translation>
    </message>
    <message>
        <source>Imported kWh</source>
        <translation>受電 kWh</translation>
    </message>
    <message>
        <source>Exported kWh</source>
        <translation>送電 kWh</translation>
    </message>
    <message>
        <source>Lost kWh</source>
        <translation>損失 kWh</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>最終通信</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>受渡</translation>
    </message>
    <message>
        <source>No contract has been made yet.</source>
        <translation>まだ約定はありません。</translation>
    </message>
    <message>
        <source>Exporter</source>
        <translation>送電側</translation>
    </message>
    <message>
        <source>Importer</source>
        <translation>受電側</translation>
    </message>
    <message>
        <source>Contract kWh</source>
        <translation>約定 kWh</translation>
    </message>
    <message>
        <source>Sent kWh</source>
        <translation>送電 kWh</translation>
    </message>
    <message>
        <source>Received kWh</source>
        <translation>受電 kWh</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>確認済み</translation>
    </message>
    <message>
        <source>%1 of 2</source>
        <translation>%1 / 2</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>精算</translation>
    </message>
    <message>
        <source>No period has been settled yet.</source>
        <translation>まだ精算済みのコマはありません。</translation>
    </message>
    <message>
        <source>Delivered kWh</source>
        <translation>受渡 kWh</translation>
    </message>
    <message>
        <source>Imbalance kWh</source>
        <translation>インバランス kWh</translation>
    </message>
    <message>
        <source>Loss kWh</source>
        <translation>損失 kWh</translation>
    </message>
    <message>
        <source>Unaccounted Wh</source>
        <translation>不明分 Wh</translation>
    </message>
    <message>
        <source>Homes</source>
        <translation>家庭</translation>
    </message>
    <message>
        <source>Utility</source>
        <translation>電力会社</translation>
    </message>
    <message>
        <source>Grid operator</source>
        <translation>送配電事業者</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>No alarm. Everything runs as it should.</source>
        <translation>警報なし。すべて正常です。</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>優先度</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>発生元</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>発生時刻</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>発生中</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>復旧</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>済</translation>
    </message>
    <message>
        <source>No</source>
        <translation>未</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>受付中</translation>
    </message>
    <message>
        <source>Gate closed</source>
        <translation>受付終了</translation>
    </message>
    <message>
        <source>Delivering</source>
        <translation>受渡中</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>受渡済み</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>精算済み</translation>
    </message>
    <message>
        <source>Contracted</source>
        <translation>約定済み</translation>
    </message>
    <message>
        <source>Too little</source>
        <translation>不足</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Tripped</source>
        <translation>遮断</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>DGR tripped</source>
        <translation>DGR が遮断</translation>
    </message>
    <message>
        <source>DGR does not answer</source>
        <translation>DGR が応答しない</translation>
    </message>
    <message>
        <source>Meter does not answer</source>
        <translation>メーターが応答しない</translation>
    </message>
    <message>
        <source>Delivered less than contracted</source>
        <translation>受渡量が約定量を下回る</translation>
    </message>
    <message>
        <source>Authority is behind</source>
        <translation>承認ノードの遅れ</translation>
    </message>
    <message>
        <source>Bid sheet refused</source>
        <translation>入札の拒否</translation>
    </message>
    <message>
        <source>Proof failed</source>
        <translation>検証の失敗</translation>
    </message>
    <message>
        <source>Metering operator</source>
        <translation>計量事業者</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>承認機関</translation>
    </message>
    <message>
        <source>Shelved until %1</source>
        <translation>%1 まで保留</translation>
    </message>
    <message numerus="yes">
        <source>%n home(s)</source>
        <translation>
            <numerusform>%n 軒</numerusform>
        </translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>緊急</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Refused answers</source>
        <translation>拒否された回答</translation>
    </message>
    <message>
        <source>Every answer matched what was signed.</source>
        <translation>すべての回答が署名と一致しました。</translation>
    </message>
    <message>
        <source>Refused at</source>
        <translation>拒否時刻</translation>
    </message>
    <message>
        <source>By</source>
        <translation>拒否元</translation>
    </message>
    <message>
        <source>Given result</source>
        <translation>示された結果</translation>
    </message>
    <message>
        <source>Signed root</source>
        <translation>署名済みルート</translation>
    </message>
    <message>
        <source>Meter and DGR disagree</source>
        <translation>メーターと DGR の値が合いません</translation>
    </message>
    <message>
        <source>More than the connection carries</source>
        <translation>接続容量を超過</translation>
    </message>
    <message>
        <source>Meter against DGR</source>
        <translation>メーターと DGR の相違</translation>
    </message>
    <message>
        <source>Sent and received differ</source>
        <translation>送電量と受電量の相違</translation>
    </message>
    <message>
        <source>Final reading against the home&apos;s</source>
        <translation>確定値と住宅の値の相違</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>修正済み</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>確定</translation>
    </message>
    <message>
        <source>Waits for approval</source>
        <translation>承認待ち</translation>
    </message>
    <message>
        <source>Approved, takes part from %1</source>
        <translation>承認済み、%1 から参加</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>承認済み</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>失効</translation>
    </message>
    <message>
        <source>Takes part</source>
        <translation>参加中</translation>
    </message>
    <message>
        <source>Requests to take part</source>
        <translation>参加申請</translation>
    </message>
    <message>
        <source>Nobody asks to take part.</source>
        <translation>参加申請はありません。</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>ゾーン</translation>
    </message>
    <message>
        <source>Asked at</source>
        <translation>申請日時</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>修正回数</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>矛盾</translation>
    </message>
    <message>
        <source>No two statements contradict each other.</source>
        <translation>矛盾する記録はありません。</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Read kWh</source>
        <translation>読み値 kWh</translation>
    </message>
    <message>
        <source>Against kWh</source>
        <translation>対する値 kWh</translation>
    </message>
    <message>
        <source>Difference kWh</source>
        <translation>差 kWh</translation>
    </message>
    <message>
        <source>Fills</source>
        <translation>約定一覧</translation>
    </message>
    <message>
        <source>No contract has been made in this period.</source>
        <translation>この期間の契約はありません。</translation>
    </message>
    <message>
        <source>At the price</source>
        <translation>約定価格</translation>
    </message>
    <message>
        <source>Order book</source>
        <translation>板</translation>
    </message>
    <message>
        <source>No orders in this market yet.</source>
        <translation>この市場にはまだ入札がありません。</translation>
    </message>
    <message>
        <source>Bids kWh</source>
        <translation>買い kWh</translation>
    </message>
    <message>
        <source>Offers kWh</source>
        <translation>売り kWh</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>取引</translation>
    </message>
</context>
<context>
    <name>QuantityFormat</name>
    <message>
        <source>ddd d MMM</source>
        <extracomment>A day in a list: &quot;ddd d MMM&quot; is &quot;Sat 22 Nov&quot;. QLocale date format.</extracomment>
        <translation>M月d日(ddd)</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1: day, %2: time</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes</comment>
        <translation>分</translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours</comment>
        <translation>時間</translation>
    </message>
    <message>
        <source>d</source>
        <comment>days</comment>
        <translation>日</translation>
    </message>
</context>
<context>
    <name>TourTexts</name>
    <message>
        <source>Where the electricity flows</source>
        <translation>電気の流れ</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>なぜ?</translation>
    </message>
    <message>
        <source>48 prices ahead</source>
        <translation>48 コマ先までの価格</translation>
    </message>
    <message>
        <source>The plan is the owner&apos;s</source>
        <translation>プランは住む人が決める</translation>
    </message>
    <message>
        <source>The bill</source>
        <translation>請求</translation>
    </message>
    <message>
        <source>The operator: markets</source>
        <translation>運営者: 市場</translation>
    </message>
    <message>
        <source>The ledger</source>
        <translation>台帳</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>アラーム</translation>
    </message>
    <message>
        <source>Now break something</source>
        <translation>何かを壊してみましょう</translation>
    </message>
    <message>
        <source>The home in the middle uses, stores or sells what its roof gives. Neighbours are reached through the router, the DGR, which carries exactly what was traded.</source>
        <translation>中央の家は屋根の電気を使い、ため、売ります。近所とはルーター (DGR) でつながり、取引した量だけがちょうど流れます。</translation>
    </message>
    <message>
        <source>Every order has a reason. Press Why? to read it: a sentence, three causes, and what would change the decision.</source>
        <translation>どの注文にも理由があります。「なぜ?」を押すと、一文の説明、三つの理由、何が変われば判断が変わるかを読めます。</translation>
    </message>
    <message>
        <source>Each half hour of the next day is a market of its own. A bar is its price; marks show where this home bought or sold.</source>
        <translation>これから一日の 30 分ごとが、それぞれ一つの市場です。棒はその価格、印はこの家が買った、または売ったところです。</translation>
    </message>
    <message>
        <source>Nobody trades by hand. The owner says how much battery stays in reserve and at what prices to trade; the effect is shown before it is applied.</source>
        <translation>手で取引する人はいません。住む人は蓄電池の予備と取引価格の限度を決めるだけです。効果は適用前に示されます。</translation>
    </message>
    <message>
        <source>What was traded, delivered and paid, beside what the utility alone would have cost.</source>
        <translation>取引し、届き、支払った結果を、電力会社だけを使った場合の費用と並べて示します。</translation>
    </message>
    <message>
        <source>This is the other face. Supply and demand of one half hour meet in one price for all; select another half hour in the list.</source>
        <translation>こちらはもう一つの画面です。30 分ごとの供給と需要が、全員に同じ一つの価格で出会います。一覧で別の時間帯を選べます。</translation>
    </message>
    <message>
        <source>Every bid and every result stands in a log that authorities sign. Each home checks its results against these roots itself.</source>
        <translation>すべての入札と結果は、承認ノードが署名する記録に残ります。どの家も結果をこのルートと自分で照合します。</translation>
    </message>
    <message>
        <source>Grey is normal. What needs a person is listed here with its priority, to acknowledge or to shelve.</source>
        <translation>灰色は正常です。人の対応が必要なことは優先度とともにここに並び、確認または保留できます。</translation>
    </message>
    <message>
        <source>A cloud, a tripped router, a silent meter or a lying authority: press one, then look at both faces to see who notices and what they are told to do.</source>
        <translation>雲、ルーターの遮断、メーターの停止、偽るノード。一つ押して両方の画面を見れば、誰が気づき、何をするよう案内されるかがわかります。</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Selling %1 to neighbours</source>
        <translation>ご近所へ %1 売電中</translation>
    </message>
    <message>
        <source>Buying %1 from neighbours</source>
        <translation>ご近所から %1 買電中</translation>
    </message>
    <message>
        <source>Storing %1 of sun</source>
        <translation>太陽光 %1 を蓄電中</translation>
    </message>
    <message>
        <source>Running on the battery</source>
        <translation>蓄電池で運転中</translation>
    </message>
    <message>
        <source>Running on your own sun</source>
        <translation>自家発電で運転中</translation>
    </message>
    <message>
        <source>Buying %1 from the utility</source>
        <translation>電力会社から %1 買電中</translation>
    </message>
    <message>
        <source>Selling %1 to the utility</source>
        <translation>電力会社へ %1 売電中</translation>
    </message>
    <message>
        <source>Trading is paused</source>
        <translation>取引は停止中</translation>
    </message>
    <message>
        <source>The battery is at %1 and a neighbour pays %2.</source>
        <translation>蓄電池は %1、ご近所の買値は %2 です。</translation>
    </message>
    <message>
        <source>There is more sun than the home uses, and a neighbour pays %1.</source>
        <translation>太陽光が使用量を上回り、ご近所の買値は %1 です。</translation>
    </message>
    <message>
        <source>A neighbour&apos;s electricity costs %1, less than the utility&apos;s.</source>
        <translation>ご近所の電気は %1 で、電力会社より安いです。</translation>
    </message>
    <message>
        <source>The sun gives more than the home uses; the rest goes into the battery.</source>
        <translation>太陽光の余りを蓄電池にためています。</translation>
    </message>
    <message>
        <source>The battery covers the home, down to your reserve of %1.</source>
        <translation>予備の %1 になるまで蓄電池で賄います。</translation>
    </message>
    <message>
        <source>The sun gives about as much as the home uses.</source>
        <translation>発電量と使用量がほぼ同じです。</translation>
    </message>
    <message>
        <source>Sun, battery and neighbours do not cover the home now.</source>
        <translation>太陽光・蓄電池・ご近所では足りません。</translation>
    </message>
    <message>
        <source>The battery is full and no neighbour needs the rest.</source>
        <translation>蓄電池は満充電で、ご近所の買い手もいません。</translation>
    </message>
    <message>
        <source>Contracts already made are still delivered.</source>
        <translation>約定済みの取引は実行されます。</translation>
    </message>
    <message>
        <source>Sells surplus</source>
        <translation>余剰を売る</translation>
    </message>
    <message>
        <source>Sells from the battery</source>
        <translation>蓄電池から売る</translation>
    </message>
    <message>
        <source>Buys what is missing</source>
        <translation>不足分を買う</translation>
    </message>
    <message>
        <source>Corrects earlier trades</source>
        <translation>以前の取引を修正</translation>
    </message>
    <message>
        <source>Keeps the reserve</source>
        <translation>予備を維持</translation>
    </message>
    <message>
        <source>In balance</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Under 0.1 kWh</source>
        <translation>0.1 kWh 未満</translation>
    </message>
    <message>
        <source>Outside your limit</source>
        <translation>設定価格の範囲外</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>The battery covers it</source>
        <translation>蓄電池で対応</translation>
    </message>
    <message>
        <source>Router at its limit</source>
        <translation>ルーターの上限</translation>
    </message>
    <message>
        <source>Offers %1: more sun is expected than home and battery can take.</source>
        <translation>%1 を売りに出します。家と蓄電池で使い切れない発電が見込まれます。</translation>
    </message>
    <message>
        <source>Offers %1: the battery holds more than your reserve of %2.</source>
        <translation>%1 を売りに出します。蓄電池は予備 %2 を上回っています。</translation>
    </message>
    <message>
        <source>Bids for %1: the home will need more than sun and battery give.</source>
        <translation>%1 を買います。太陽光と蓄電池では足りない見込みです。</translation>
    </message>
    <message>
        <source>Corrects its trades by %1: the newer forecast differs.</source>
        <translation>新しい予測に合わせて取引を %1 修正します。</translation>
    </message>
    <message>
        <source>No trade: the battery is kept for your reserve of %1.</source>
        <translation>取引なし：予備 %1 のため蓄電池を温存します。</translation>
    </message>
    <message>
        <source>No trade needed: forecast and trades match.</source>
        <translation>取引不要：予測と取引が一致しています。</translation>
    </message>
    <message>
        <source>No trade: the difference is under 0.1 kWh, the smallest amount.</source>
        <translation>取引なし：差が最小単位の 0.1 kWh 未満です。</translation>
    </message>
    <message>
        <source>No trade: your limit of %1 leaves no room.</source>
        <translation>取引なし：設定価格 %1 では余地がありません。</translation>
    </message>
    <message>
        <source>No trade: you paused trading.</source>
        <translation>取引なし：取引を停止しています。</translation>
    </message>
    <message>
        <source>No trade: the battery takes the surplus or covers the need.</source>
        <translation>取引なし：蓄電池で余剰や不足に対応できます。</translation>
    </message>
    <message>
        <source>Trades only %1: the router (DGR) carries at most %2.</source>
        <translation>取引は %1 まで：ルーター（DGR）の上限は %2 です。</translation>
    </message>
    <message>
        <source>%1 kWh (likely %2–%3)</source>
        <extracomment>A forecast: %1 expected value, %2 and %3 the likely range</extracomment>
        <translation>%1 kWh（見込み %2～%3）</translation>
    </message>
    <message>
        <source>Forecast: use %1, sun %2.</source>
        <translation>予測：使用 %1、太陽光 %2。</translation>
    </message>
    <message>
        <source>Battery: none. Already traded: %1.</source>
        <translation>蓄電池：なし。取引済み：%1。</translation>
    </message>
    <message>
        <source>Battery: %1 of %2 planned, %3 kept as reserve. Already traded: %4.</source>
        <translation>蓄電池：計画 %1 / %2、予備 %3。取引済み：%4。</translation>
    </message>
    <message>
        <source>Prices: utility %1, feed-in %2, expected here %3.</source>
        <translation>価格：電力会社 %1、余剰買取 %2、市場の見込み %3。</translation>
    </message>
    <message>
        <source>Prices: utility %1, feed-in %2.</source>
        <translation>価格：電力会社 %1、余剰買取 %2。</translation>
    </message>
    <message>
        <source>The router (DGR) switched off</source>
        <translation>ルーター（DGR）が停止しました</translation>
    </message>
    <message>
        <source>The router (DGR) does not answer</source>
        <translation>ルーター（DGR）が応答しません</translation>
    </message>
    <message>
        <source>The meter does not answer</source>
        <translation>メーターが応答しません</translation>
    </message>
    <message>
        <source>Less was delivered than agreed</source>
        <translation>受渡量が約定を下回りました</translation>
    </message>
    <message>
        <source>A market result could not be proven</source>
        <translation>市場結果を検証できませんでした</translation>
    </message>
    <message>
        <source>The market cannot be reached</source>
        <translation>市場に接続できません</translation>
    </message>
    <message>
        <source>The market refused a bid</source>
        <translation>入札が拒否されました</translation>
    </message>
    <message>
        <source>The home runs on. Wait 5 minutes; if it stays off, call your installer.</source>
        <translation>家の電気は使えます。5分待っても戻らなければ施工店へ。</translation>
    </message>
    <message>
        <source>Check that the router has power and its cable is plugged in.</source>
        <translation>ルーターの電源とケーブルを確認してください。</translation>
    </message>
    <message>
        <source>Trades go on by estimates. Call your meter operator if it lasts a day.</source>
        <translation>推定値で取引を続けます。1日続くなら計量事業者へ。</translation>
    </message>
    <message>
        <source>Nothing to do. The difference is on your bill as imbalance.</source>
        <translation>対応不要です。差はインバランスとして精算されます。</translation>
    </message>
    <message>
        <source>This home did not confirm it. Your money is safe; tell the operator.</source>
        <translation>この家は確認していません。お金は安全です。運営者へ連絡を。</translation>
    </message>
    <message>
        <source>Check the internet router. The home runs by its last plan.</source>
        <translation>インターネットを確認してください。家は直前の計画で動きます。</translation>
    </message>
    <message>
        <source>Nothing to do. The next auction gets a new bid.</source>
        <translation>対応不要です。次回に入札し直します。</translation>
    </message>
    <message>
        <source>Smart meter</source>
        <translation>スマートメーター</translation>
    </message>
    <message>
        <source>Home use meter</source>
        <translation>家庭内メーター</translation>
    </message>
    <message>
        <source>Solar inverter</source>
        <translation>太陽光パワコン</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>蓄電池</translation>
    </message>
    <message>
        <source>Router (DGR)</source>
        <translation>ルーター（DGR）</translation>
    </message>
    <message>
        <source>Car charger</source>
        <translation>EV充電器</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>delivering</source>
        <translation>受渡中</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>AC 50 Hz</source>
        <translation>交流 50 Hz</translation>
    </message>
    <message>
        <source>AC 60 Hz</source>
        <translation>交流 60 Hz</translation>
    </message>
    <message>
        <source>DC</source>
        <translation>直流</translation>
    </message>
    <message>
        <source>Income</source>
        <translation>収入優先</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>バランス</translation>
    </message>
    <message>
        <source>Self-use</source>
        <translation>自家消費</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>再エネ</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>停電備え</translation>
    </message>
    <message>
        <source>Sells as much as it can, and keeps little in the battery.</source>
        <translation>できるだけ売り、蓄電池の予備は少なめにします。</translation>
    </message>
    <message>
        <source>Trades what is left over, and keeps a moderate reserve.</source>
        <translation>余った分を取引し、ほどほどの予備を残します。</translation>
    </message>
    <message>
        <source>Uses its own sun first, and trades only the rest.</source>
        <translation>まず自家消費し、残りだけを取引します。</translation>
    </message>
    <message>
        <source>Prefers neighbours&apos; solar energy to the utility&apos;s.</source>
        <translation>電力会社よりご近所の太陽光を優先します。</translation>
    </message>
    <message>
        <source>Keeps the battery full for outages, and trades the least.</source>
        <translation>停電に備えて満充電を保ち、取引は最小限です。</translation>
    </message>
    <message>
        <source>typical home, still learning</source>
        <translation>標準的な家庭（学習中）</translation>
    </message>
    <message>
        <source>by the last days</source>
        <translation>直近数日から</translation>
    </message>
    <message>
        <source>by the last four weeks</source>
        <translation>直近4週間から</translation>
    </message>
    <message>
        <source>by several methods</source>
        <translation>複数の方法から</translation>
    </message>
    <message>
        <source>Fills the battery</source>
        <translation>電池を充電</translation>
    </message>
    <message>
        <source>Buys for your schedule</source>
        <translation>予定のために購入</translation>
    </message>
    <message>
        <source>Bids for %1 to store: it will save or bring more later.</source>
        <translation>%1 を買って蓄えます。あとで節約か、より高い収入になります。</translation>
    </message>
    <message>
        <source>Bids for %1: your car or an appliance is to run in this half hour.</source>
        <translation>%1 を買います。この30分に車か機器を動かす予定です。</translation>
    </message>
    <message>
        <source>No trade: the router (DGR) carries at most %1, and that is taken.</source>
        <translation>取引なし: ルーター (DGR) の上限 %1 はすでに使われています。</translation>
    </message>
    <message>
        <source>trading switched on</source>
        <translation>取引の再開</translation>
    </message>
    <message>
        <source>%1 more need or less sun</source>
        <translation>%1 多い需要または少ない日射</translation>
    </message>
    <message>
        <source>%1 less need or more sun</source>
        <translation>%1 少ない需要または多い日射</translation>
    </message>
    <message>
        <source>a price limit of %1</source>
        <translation>%1 の価格上限・下限</translation>
    </message>
    <message>
        <source>a value of %1 for the home</source>
        <translation>家にとって %1 の価値</translation>
    </message>
    <message>
        <source>a router for %1</source>
        <translation>%1 のルーター</translation>
    </message>
    <message>
        <source>%1 in the battery</source>
        <translation>%1 の蓄電量</translation>
    </message>
    <message>
        <source>a reserve of %1</source>
        <translation>%1 の予備</translation>
    </message>
    <message>
        <source>no bid of its own on the other side</source>
        <translation>反対側の自分の注文なし</translation>
    </message>
    <message>
        <source>a utility price of %1</source>
        <translation>%1 の電力会社価格</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <extracomment>Two conditions that hold together</extracomment>
        <translation>%1と%2</translation>
    </message>
    <message>
        <source>No other value would have changed this.</source>
        <translation>ほかの値でもこの判断は変わりませんでした。</translation>
    </message>
    <message>
        <source>There would be a bid with %1.</source>
        <extracomment>What would have led to a bid</extracomment>
        <translation>%1なら入札しました。</translation>
    </message>
    <message>
        <source>More would be traded with %1.</source>
        <extracomment>What would have let more be traded</extracomment>
        <translation>%1ならもっと取引しました。</translation>
    </message>
    <message>
        <source>Above %1 it does not buy. There would be no bid with %2.</source>
        <extracomment>%2: what would have prevented the bid</extracomment>
        <translation>%1 より高ければ買いません。%2なら入札しませんでした。</translation>
    </message>
    <message>
        <source>Below %1 it does not sell. There would be no bid with %2.</source>
        <translation>%1 より安ければ売りません。%2なら入札しませんでした。</translation>
    </message>
    <message>
        <source>No measurements</source>
        <translation>計測値なし</translation>
    </message>
    <message>
        <source>Values come within a minute once the devices answer.</source>
        <translation>機器が応答すれば1分以内に値が届きます。</translation>
    </message>
</context>
<context>
    <name>dgex::ui::BillsPage</name>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>My trades</source>
        <translation>自分の取引</translation>
    </message>
    <message>
        <source>My trades, newest first</source>
        <translation>自分の取引（新しい順）</translation>
    </message>
    <message>
        <source>Network fees</source>
        <translation>託送料</translation>
    </message>
    <message>
        <source>Imbalance</source>
        <translation>インバランス</translation>
    </message>
    <message>
        <source>Utility</source>
        <translation>電力会社</translation>
    </message>
    <message>
        <source>With utility only</source>
        <translation>電力会社だけの場合</translation>
    </message>
    <message>
        <source>The first day is still running.</source>
        <translation>最初の1日が進行中です。</translation>
    </message>
    <message>
        <source>Half hour</source>
        <translation>コマ</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>電力量</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>受渡量</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>✓ %1 better than with the utility only</source>
        <translation>✓ 電力会社だけより %1 お得</translation>
    </message>
    <message>
        <source>%1 worse than with the utility only</source>
        <translation>電力会社だけより %1 損</translation>
    </message>
    <message>
        <source>contract</source>
        <translation>約定</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>精算済み</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>受渡済み</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>確認済み</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <extracomment>All days that the panel knows</extracomment>
        <translation>
            <numerusform>%n 日間</numerusform>
        </translation>
    </message>
    <message>
        <source>Result per day, %1; line: utility only</source>
        <translation>日別収支、%1（線：電力会社のみ）</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Write this month&apos;s bill as PDF</source>
        <translation>今月の明細をPDFに書き出す</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Write this month&apos;s bill as CSV</source>
        <translation>今月の明細をCSVに書き出す</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>%1 に書き出しました</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 に書き込めません</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>ご近所</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>Sold %1, bought %2</source>
        <translation>販売 %1、購入 %2</translation>
    </message>
    <message>
        <source>You pay</source>
        <translation>支払い</translation>
    </message>
    <message>
        <source>You earn</source>
        <translation>収入</translation>
    </message>
    <message>
        <source>Today you pay</source>
        <translation>今日の支払い</translation>
    </message>
    <message>
        <source>Today you earn</source>
        <translation>今日の収入</translation>
    </message>
</context>
<context>
    <name>dgex::ui::Chart</name>
    <message>
        <source>Value</source>
        <translation>値</translation>
    </message>
</context>
<context>
    <name>dgex::ui::ConfirmSheet</name>
    <message>
        <source>Cancel (Esc)</source>
        <translation>取り消し (Esc)</translation>
    </message>
</context>
<context>
    <name>dgex::ui::FanChart</name>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Low (P10)</source>
        <translation>下限 (P10)</translation>
    </message>
    <message>
        <source>Middle (P50)</source>
        <translation>中央 (P50)</translation>
    </message>
    <message>
        <source>High (P90)</source>
        <translation>上限 (P90)</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>実測</translation>
    </message>
</context>
<context>
    <name>dgex::ui::FlowDiagram</name>
    <message>
        <source>Energy flow</source>
        <translation>電気の流れ</translation>
    </message>
    <message>
        <source>Sun %1, home %2, battery %3, neighbours %4, utility %5. Plus flows into the home.</source>
        <translation>太陽光 %1、家 %2、蓄電池 %3、ご近所 %4、電力会社 %5。プラスは家に入る向き。</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>家</translation>
    </message>
    <message>
        <source>Solar</source>
        <translation>太陽光</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>ご近所</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>蓄電池</translation>
    </message>
    <message>
        <source>Utility</source>
        <translation>電力会社</translation>
    </message>
</context>
<context>
    <name>dgex::ui::HelpPage</name>
    <message>
        <source>Devices</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>Router (DGR)</source>
        <translation>ルーター（DGR）</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>明るい</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>暗い</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>夜間</translation>
    </message>
    <message>
        <source>✓ All is well</source>
        <translation>✓ 異常なし</translation>
    </message>
    <message>
        <source>Every device answers and every market result was proven.</source>
        <translation>すべての機器が応答し、すべての市場結果が検証されました。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>ほか %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 °C</source>
        <translation>%1 · %2 · %3 °C</translation>
    </message>
    <message numerus="yes">
        <source>Ledger %1 · %n result(s) verified</source>
        <translation>
            <numerusform>台帳 %1 · 検証済み %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Set up again</source>
        <translation>設定をやり直す</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>お知らせ %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2): in %3 of %4</source>
        <translation>%1 (%2)：入 %3 / %4</translation>
    </message>
    <message>
        <source>%1 (%2): out %3 of %4</source>
        <translation>%1 (%2)：出 %3 / %4</translation>
    </message>
    <message>
        <source>%1 (%2): idle, %3 of %4</source>
        <translation>%1 (%2)：休止 %3 / %4</translation>
    </message>
    <message>
        <source>silent for %1</source>
        <translation>%1 応答なし</translation>
    </message>
    <message>
        <source>✓ connected</source>
        <translation>✓ 接続中</translation>
    </message>
</context>
<context>
    <name>dgex::ui::HomePage</name>
    <message>
        <source>Why?</source>
        <translation>理由は？</translation>
    </message>
    <message>
        <source>Price, next 24 h</source>
        <translation>今後24時間の価格</translation>
    </message>
    <message>
        <source>Battery plan, kWh</source>
        <translation>蓄電池の計画、kWh</translation>
    </message>
    <message>
        <source>The plan comes with the first auction.</source>
        <translation>計画は最初の入札で作られます。</translation>
    </message>
    <message>
        <source>The first prices come with the next auction.</source>
        <translation>最初の価格は次の入札で決まります。</translation>
    </message>
    <message numerus="yes">
        <source>%n half hour(s) have a price.</source>
        <translation>
            <numerusform>%n 個の時間帯に価格があります。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 better than utility only</source>
        <translation>電力会社だけより %1 お得</translation>
    </message>
    <message>
        <source>%1 worse than utility only</source>
        <translation>電力会社だけより %1 損</translation>
    </message>
    <message>
        <source>Reserve %1</source>
        <translation>予備 %1</translation>
    </message>
    <message>
        <source>Undo pause (%1 s)</source>
        <translation>停止を取り消す（%1 秒）</translation>
    </message>
    <message>
        <source>Resume trading</source>
        <translation>取引を再開</translation>
    </message>
    <message>
        <source>Pause trading</source>
        <translation>取引を一時停止</translation>
    </message>
    <message>
        <source>Next: buys %1 at %2 for %3.</source>
        <translation>次は %2 に %1 を %3 で購入します。</translation>
    </message>
    <message>
        <source>Next: sells %1 at %2 for %3.</source>
        <translation>次は %2 に %1 を %3 で販売します。</translation>
    </message>
    <message>
        <source>▲ you sell</source>
        <translation>▲ 売り</translation>
    </message>
    <message>
        <source>▼ you buy</source>
        <translation>▼ 買い</translation>
    </message>
    <message>
        <source>no auction yet</source>
        <translation>入札前</translation>
    </message>
    <message>
        <source>Now %1</source>
        <translation>現在 %1</translation>
    </message>
    <message>
        <source>Cost today</source>
        <translation>今日の支払い</translation>
    </message>
    <message>
        <source>Earned today</source>
        <translation>今日の収入</translation>
    </message>
</context>
<context>
    <name>dgex::ui::HomeWindow</name>
    <message>
        <source>DGEX home panel</source>
        <translation>DGEX ホームパネル</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>ホーム</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>市場</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>計画</translation>
    </message>
    <message>
        <source>Bills</source>
        <translation>請求</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>Waiting for the first measurements</source>
        <translation>最初の計測値を待っています</translation>
    </message>
    <message>
        <source>Still no measurements. Check that the devices have power; the home runs as before.</source>
        <translation>まだ計測値がありません。機器の電源を確認してください。家はこれまでどおり動いています。</translation>
    </message>
</context>
<context>
    <name>dgex::ui::KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる (Esc)</translation>
    </message>
</context>
<context>
    <name>dgex::ui::LedgerPage</name>
    <message>
        <source>%1 transactions in the log. Final with %2 of %3 co-signatures.
Log root %4
Result root %5</source>
        <translation>ログのトランザクション %1 件。連署 %2 / %3 で確定します。
ログルート %4
結果ルート %5</translation>
    </message>
</context>
<context>
    <name>dgex::ui::LevelChart</name>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>dgex::ui::MarketPage</name>
    <message>
        <source>Why?</source>
        <translation>理由は？</translation>
    </message>
    <message>
        <source>The first prices come with the next auction.</source>
        <translation>最初の価格は次の入札で決まります。</translation>
    </message>
    <message>
        <source>Nothing was traded yet.</source>
        <translation>まだ取引はありません。</translation>
    </message>
    <message>
        <source>Traded in the neighbourhood, kWh</source>
        <translation>ご近所全体の取引量、kWh</translation>
    </message>
    <message>
        <source>No bid of yours</source>
        <translation>入札なし</translation>
    </message>
    <message>
        <source>Bid: %1 up to %2</source>
        <translation>買い：%1、上限 %2</translation>
    </message>
    <message>
        <source>Offer: %1 from %2</source>
        <translation>売り：%1、下限 %2</translation>
    </message>
    <message>
        <source>▼ Bought %1</source>
        <translation>▼ 買電 %1</translation>
    </message>
    <message>
        <source>▲ Sold %1</source>
        <translation>▲ 売電 %1</translation>
    </message>
    <message>
        <source>Nothing traded yet</source>
        <translation>約定なし</translation>
    </message>
    <message>
        <source>No price yet</source>
        <translation>価格未定</translation>
    </message>
    <message>
        <source>Utility %1, feed-in %2</source>
        <translation>電力会社 %1、余剰買取 %2</translation>
    </message>
    <message>
        <source>✓ Result verified</source>
        <translation>✓ 結果は検証済み</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲線</translation>
    </message>
    <message>
        <source>Offers and bids; ○ yours</source>
        <translation>売りと買いの注文、○ 自分</translation>
    </message>
    <message>
        <source>Offers and bids of the half hour</source>
        <translation>この30分の売りと買いの注文</translation>
    </message>
    <message>
        <source>Nobody bid in this half hour yet.</source>
        <translation>この30分にはまだ入札がありません。</translation>
    </message>
    <message>
        <source>Half hour before</source>
        <translation>前の30分</translation>
    </message>
    <message>
        <source>Half hour after</source>
        <translation>次の30分</translation>
    </message>
    <message>
        <source>▲ you sell</source>
        <translation>▲ 売り</translation>
    </message>
    <message>
        <source>▼ you buy</source>
        <translation>▼ 買い</translation>
    </message>
    <message>
        <source>pale: later</source>
        <translation>淡色：この先</translation>
    </message>
    <message>
        <source>no auction yet</source>
        <translation>入札前</translation>
    </message>
    <message>
        <source>Price per half hour, %1</source>
        <translation>30分ごとの価格、%1</translation>
    </message>
    <message>
        <source>Utility %1</source>
        <translation>電力会社 %1</translation>
    </message>
</context>
<context>
    <name>dgex::ui::MarketsPage</name>
    <message>
        <source>No orders in this market yet.</source>
        <translation>この市場にはまだ入札がありません。</translation>
    </message>
    <message>
        <source>Price %1</source>
        <translation>価格 %1</translation>
    </message>
    <message>
        <source>possible %1 to %2</source>
        <translation>可能な範囲 %1～%2</translation>
    </message>
    <message>
        <source>traded %1</source>
        <translation>約定 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>入札 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>round %1</source>
        <translation>%1 の回</translation>
    </message>
    <message>
        <source>Prices of all markets, %1</source>
        <translation>全市場の価格、%1</translation>
    </message>
    <message>
        <source>Supply and demand</source>
        <translation>需給曲線</translation>
    </message>
    <message>
        <source>No curves: nobody bid in the newest round.</source>
        <translation>曲線なし：直近の回に入札がありません。</translation>
    </message>
    <message>
        <source>kWh</source>
        <translation>kWh</translation>
    </message>
    <message>
        <source>per kWh</source>
        <translation>1 kWh あたり</translation>
    </message>
    <message>
        <source>Prices of all markets</source>
        <translation>全市場の価格</translation>
    </message>
    <message>
        <source>No trades yet.</source>
        <translation>まだ取引はありません。</translation>
    </message>
    <message numerus="yes">
        <source>Delivery: %n contract(s), %1; received %2, %3 with too little</source>
        <translation>
            <numerusform>受け渡し: 契約 %n 件、%1。受電 %2、不足 %3 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Settlement: homes %1, utility %2, grid operator %3, sum %4</source>
        <translation>精算: 家庭 %1、電力会社 %2、送配電 %3、合計 %4</translation>
    </message>
    <message>
        <source>Delivery: no contract yet</source>
        <translation>受け渡し: 契約はまだありません</translation>
    </message>
    <message>
        <source>Settlement: not yet</source>
        <translation>精算: 未了</translation>
    </message>
    <message>
        <source>Proof: ✓ verified</source>
        <translation>証明: ✓ 検証済み</translation>
    </message>
    <message>
        <source>Proof: ✗ FAILED, do not believe this result</source>
        <translation>証明: ✗ 失敗。この結果を信じないでください</translation>
    </message>
    <message>
        <source>Proof: not checked yet</source>
        <translation>証明: 未検証</translation>
    </message>
    <message>
        <source>result root %1 of block %2, %3 of %4 co-signatures</source>
        <translation>ブロック %2 の結果ルート %1、共同署名 %3 / %4</translation>
    </message>
    <message>
        <source>Curves (C)</source>
        <translation>曲線 (C)</translation>
    </message>
    <message>
        <source>Book (D)</source>
        <translation>板 (D)</translation>
    </message>
    <message>
        <source>Fills (G)</source>
        <translation>約定 (G)</translation>
    </message>
    <message>
        <source>Replay the day (Y)</source>
        <translation>一日を再生 (Y)</translation>
    </message>
</context>
<context>
    <name>dgex::ui::NeedsPanel</name>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>車</translation>
    </message>
    <message>
        <source>Appliance</source>
        <translation>家電</translation>
    </message>
    <message>
        <source>by</source>
        <translation>まで</translation>
    </message>
    <message>
        <source>%1: energy</source>
        <translation>%1: 電力量</translation>
    </message>
    <message>
        <source>%1: less</source>
        <translation>%1: 減らす</translation>
    </message>
    <message>
        <source>%1: more</source>
        <translation>%1: 増やす</translation>
    </message>
    <message>
        <source>%1: ready by</source>
        <translation>%1: 完了時刻</translation>
    </message>
    <message>
        <source>%1: earlier</source>
        <translation>%1: 早く</translation>
    </message>
    <message>
        <source>%1: later</source>
        <translation>%1: 遅く</translation>
    </message>
    <message>
        <source>Nobody home tomorrow</source>
        <translation>明日は留守</translation>
    </message>
</context>
<context>
    <name>dgex::ui::NumberPad</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Take this number</source>
        <translation>この番号にする</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>最後の桁を消す</translation>
    </message>
    <message>
        <source>Hyphen</source>
        <translation>ハイフン</translation>
    </message>
</context>
<context>
    <name>dgex::ui::OperatorWindow</name>
    <message>
        <source>%1     Round %2 closes next</source>
        <translation>%1     次の締切は %2 の回</translation>
    </message>
    <message>
        <source>No open alarm</source>
        <translation>警報なし</translation>
    </message>
    <message numerus="yes">
        <source>%n open alarm(s)</source>
        <translation>
            <numerusform>警報 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>DGEX operator&apos;s console</source>
        <translation>DGEX 運営者コンソール</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Markets</source>
        <translation>市場</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>参加者</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>台帳</translation>
    </message>
    <message>
        <source>DGR fleet</source>
        <translation>DGR 一覧</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>受渡</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>精算</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>警報</translation>
    </message>
    <message>
        <source>Waiting for the exchange</source>
        <translation>取引所の応答を待っています</translation>
    </message>
    <message>
        <source>%1 in the last 10 minutes (1 or 2 are bearable), %2 in 24 hours</source>
        <translation>直近10分に %1 件 (目安は1〜2件)、24時間に %2 件</translation>
    </message>
    <message>
        <source>Acknowledge (A)</source>
        <translation>確認 (A)</translation>
    </message>
    <message>
        <source>Shelve 1 h (S)</source>
        <translation>1時間保留 (S)</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>言語: %1</translation>
    </message>
    <message>
        <source>Participants (%1)</source>
        <translation>参加者 (%1)</translation>
    </message>
    <message>
        <source>Page: %1</source>
        <translation>ページ: %1</translation>
    </message>
    <message>
        <source>Period before</source>
        <translation>前の期間</translation>
    </message>
    <message>
        <source>Period after</source>
        <translation>次の期間</translation>
    </message>
    <message>
        <source>Acknowledge the chosen alarm</source>
        <translation>選んだアラームを確認</translation>
    </message>
    <message>
        <source>Shelve the chosen alarm for an hour</source>
        <translation>選んだアラームを1時間保留</translation>
    </message>
    <message>
        <source>Approve the chosen request</source>
        <translation>選んだ申請を承認</translation>
    </message>
    <message>
        <source>Refuse the chosen request</source>
        <translation>選んだ申請を拒否</translation>
    </message>
    <message>
        <source>Revoke the chosen participant</source>
        <translation>選んだ参加者を失効</translation>
    </message>
    <message>
        <source>Filter the table</source>
        <translation>表を絞り込む</translation>
    </message>
    <message>
        <source>Export the table as CSV</source>
        <translation>表を CSV に書き出す</translation>
    </message>
    <message>
        <source>Copy the chosen row</source>
        <translation>選んだ行をコピー</translation>
    </message>
    <message>
        <source>Next language</source>
        <translation>次の言語</translation>
    </message>
    <message>
        <source>Fill the screen</source>
        <translation>全画面表示</translation>
    </message>
    <message>
        <source>These keys</source>
        <translation>このキー一覧</translation>
    </message>
    <message>
        <source>What if: less to sellers</source>
        <translation>もしも: 売り手の取り分を減らす</translation>
    </message>
    <message>
        <source>What if: more to sellers</source>
        <translation>もしも: 売り手の取り分を増やす</translation>
    </message>
    <message>
        <source>What if: lower fee</source>
        <translation>もしも: 手数料を下げる</translation>
    </message>
    <message>
        <source>What if: higher fee</source>
        <translation>もしも: 手数料を上げる</translation>
    </message>
    <message>
        <source>What if: fewer offers</source>
        <translation>もしも: 売り注文を減らす</translation>
    </message>
    <message>
        <source>What if: more offers</source>
        <translation>もしも: 売り注文を増やす</translation>
    </message>
    <message>
        <source>What if: fewer bids</source>
        <translation>もしも: 買い注文を減らす</translation>
    </message>
    <message>
        <source>What if: more bids</source>
        <translation>もしも: 買い注文を増やす</translation>
    </message>
    <message>
        <source>What if: another pricing rule</source>
        <translation>もしも: 別の価格決定方式</translation>
    </message>
    <message>
        <source>What if: as it was</source>
        <translation>もしも: 元に戻す</translation>
    </message>
    <message>
        <source>Approve %1?</source>
        <translation>%1 を承認しますか？</translation>
    </message>
    <message>
        <source>Meter %1, zone %2, connection %3.
Compare this fingerprint with the one that the home shows:
%4</source>
        <translation>メーター %1、ゾーン %2、接続 %3。
この指紋を住宅の画面の指紋と比べてください:
%4</translation>
    </message>
    <message>
        <source>It is written to the ledger with your key and cannot be undone; a participant can only be revoked.</source>
        <translation>あなたの鍵で台帳に書き込まれ、取り消せません。参加者は失効させることしかできません。</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>承認</translation>
    </message>
    <message>
        <source>Refuse %1?</source>
        <translation>%1 を拒否しますか？</translation>
    </message>
    <message>
        <source>Meter %1, key %2</source>
        <translation>メーター %1、鍵 %2</translation>
    </message>
    <message>
        <source>It cannot be undone. The home can ask again.</source>
        <translation>取り消せません。住宅は再び申請できます。</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>Revoke %1?</source>
        <translation>%1 を失効させますか？</translation>
    </message>
    <message>
        <source>From then on nothing that the home signs counts. What it signed before is still delivered and settled. Balance: %1</source>
        <translation>以後、この住宅の署名は無効です。署名済みの取引は引き続き受け渡し・精算されます。残高: %1</translation>
    </message>
    <message>
        <source>It is written to the ledger with your key and cannot be undone: the home needs a new key to come back.</source>
        <translation>あなたの鍵で台帳に書き込まれ、取り消せません。復帰には新しい鍵が必要です。</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>失効</translation>
    </message>
    <message>
        <source>Running period, live</source>
        <translation>現在の期間 (ライブ)</translation>
    </message>
    <message>
        <source>Replay the past day, or end it</source>
        <translation>過去の一日を再生、または終了</translation>
    </message>
    <message>
        <source>Replay: play or pause</source>
        <translation>再生: 開始・一時停止</translation>
    </message>
    <message>
        <source>Replay: faster</source>
        <translation>再生: 速く</translation>
    </message>
    <message>
        <source>Replay: slower</source>
        <translation>再生: 遅く</translation>
    </message>
    <message>
        <source>Market: curves</source>
        <translation>市場: 曲線</translation>
    </message>
    <message>
        <source>Market: order book</source>
        <translation>市場: 板</translation>
    </message>
    <message>
        <source>Market: fills</source>
        <translation>市場: 約定</translation>
    </message>
    <message>
        <source>The exchange has stopped: %1</source>
        <translation>取引所が停止しました: %1</translation>
    </message>
    <message>
        <source>The exchange has not answered for %1. The console keeps asking; is the exchange running?</source>
        <translation>取引所から %1 応答がありません。問い合わせを続けています。取引所は動いていますか？</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>再生中</translation>
    </message>
    <message>
        <source>Data %1 old</source>
        <translation>%1 前のデータ</translation>
    </message>
    <message>
        <source>The exchange has stopped: %1. Figures are of %2.</source>
        <translation>取引所が停止しました: %1。数値は %2 現在です。</translation>
    </message>
    <message>
        <source>No news for %1: figures are of %2. Homes deliver by what they know; the console keeps asking.</source>
        <translation>%1 更新がありません。数値は %2 現在です。住宅は既知の契約どおり受け渡しを続け、この画面は問い合わせを続けます。</translation>
    </message>
    <message>
        <source>Replay of %1 at %2 times: this is not live.</source>
        <translation>%1 の %2 倍速再生です。ライブではありません。</translation>
    </message>
    <message>
        <source>This page is live; the replay goes on on Markets, Ledger, Deliveries and Settlement.</source>
        <translation>このページはライブです。再生は市場・台帳・受け渡し・精算で続いています。</translation>
    </message>
    <message>
        <source>Figures older than %1 are not shown.</source>
        <translation>%1 より古い数値は表示しません。</translation>
    </message>
</context>
<context>
    <name>dgex::ui::OverviewPage</name>
    <message>
        <source>next round %1</source>
        <translation>次の回 %1</translation>
    </message>
    <message>
        <source>between neighbours</source>
        <translation>ご近所どうし</translation>
    </message>
    <message numerus="yes">
        <source>%n home(s)</source>
        <translation>
            <numerusform>%n 世帯</numerusform>
        </translation>
    </message>
    <message>
        <source>all roofs</source>
        <translation>全世帯の屋根</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>ブロック %1</translation>
    </message>
    <message>
        <source>%1 tripped, %2 in all</source>
        <translation>遮断 %1 台、全 %2 台</translation>
    </message>
    <message>
        <source>Price, %1</source>
        <translation>価格、%1</translation>
    </message>
    <message>
        <source>Traded today</source>
        <translation>本日の約定量</translation>
    </message>
    <message>
        <source>Traded now</source>
        <translation>現在の取引</translation>
    </message>
    <message>
        <source>Consumption</source>
        <translation>消費</translation>
    </message>
    <message>
        <source>Solar</source>
        <translation>太陽光</translation>
    </message>
    <message>
        <source>Quorum</source>
        <translation>定足数</translation>
    </message>
    <message>
        <source>DGRs delivering</source>
        <translation>受渡中の DGR</translation>
    </message>
    <message>
        <source>Traded energy, kWh</source>
        <translation>約定量、kWh</translation>
    </message>
    <message>
        <source>Prices of all markets</source>
        <translation>全市場の価格</translation>
    </message>
    <message>
        <source>No trades yet.</source>
        <translation>まだ取引はありません。</translation>
    </message>
    <message>
        <source>Traded energy of all markets</source>
        <translation>全市場の約定量</translation>
    </message>
    <message>
        <source>How far each market is</source>
        <translation>各市場の進み具合</translation>
    </message>
    <message>
        <source>No market has orders yet.</source>
        <translation>まだ入札のある市場はありません。</translation>
    </message>
    <message>
        <source>devices are not seen from here</source>
        <translation>機器はここから見えません</translation>
    </message>
    <message numerus="yes">
        <source>without %n silent home(s)</source>
        <translation>
            <numerusform>応答のない %n 戸を除く</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::ParticipantsPage</name>
    <message>
        <source>Approve (E)</source>
        <translation>承認 (E)</translation>
    </message>
    <message>
        <source>Refuse (R)</source>
        <translation>拒否 (R)</translation>
    </message>
    <message>
        <source>Revoke (V)</source>
        <translation>失効 (V)</translation>
    </message>
</context>
<context>
    <name>dgex::ui::PhaseStrip</name>
    <message>
        <source>Period</source>
        <translation>コマ</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>段階</translation>
    </message>
</context>
<context>
    <name>dgex::ui::PlanPage</name>
    <message>
        <source>My rules</source>
        <translation>取引のルール</translation>
    </message>
    <message>
        <source>Battery reserve</source>
        <translation>蓄電池の予備</translation>
    </message>
    <message>
        <source>Never buy above</source>
        <translation>買値の上限</translation>
    </message>
    <message>
        <source>Never sell below</source>
        <translation>売値の下限</translation>
    </message>
    <message>
        <source>Lower</source>
        <translation>下げる</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>上げる</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
    <message>
        <source>Sun, kWh</source>
        <translation>太陽光、kWh</translation>
    </message>
    <message>
        <source>Use, kWh</source>
        <translation>使用量、kWh</translation>
    </message>
    <message>
        <source>Battery plan, kWh</source>
        <translation>蓄電池の計画、kWh</translation>
    </message>
    <message>
        <source>The forecast comes with the first values.</source>
        <translation>予測は最初の計測後に表示されます。</translation>
    </message>
    <message>
        <source>The plan comes with the first auction.</source>
        <translation>計画は最初の入札で作られます。</translation>
    </message>
    <message>
        <source>any price</source>
        <translation>制限なし</translation>
    </message>
    <message>
        <source>Changed, not applied yet</source>
        <translation>変更はまだ適用されていません</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n inside the band</source>
        <extracomment>How often the true value lay in the likely range; %1 of %n</extracomment>
        <translation>
            <numerusform>%n 回中 %1 回が範囲内</numerusform>
        </translation>
    </message>
    <message>
        <source>Reserve %1</source>
        <translation>予備 %1</translation>
    </message>
    <message>
        <source>My needs</source>
        <translation>必要なもの</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>予測</translation>
    </message>
    <message>
        <source>✓ In force</source>
        <translation>✓ 適用中</translation>
    </message>
    <message>
        <source>The effect comes with the first plan.</source>
        <translation>効果は最初の計画とともに出ます。</translation>
    </message>
    <message>
        <source>About %1 in the next 24 h</source>
        <translation>今後24時間で約 %1</translation>
    </message>
    <message>
        <source>✓ In force: about %1 in the next 24 h</source>
        <translation>✓ 適用中：今後24時間で約 %1</translation>
    </message>
    <message>
        <source>Against today&apos;s rules; the battery would hold at least %1.</source>
        <translation>今のルールとの差。蓄電池は最低 %1。</translation>
    </message>
    <message>
        <source>%1 against the utility alone; the battery holds at least %2.</source>
        <translation>電力会社だけとの差 %1。蓄電池は最低 %2。</translation>
    </message>
</context>
<context>
    <name>dgex::ui::ReplayBar</name>
    <message>
        <source>Pause (P)</source>
        <translation>一時停止 (P)</translation>
    </message>
    <message>
        <source>Play (P)</source>
        <translation>再生 (P)</translation>
    </message>
    <message>
        <source>Back to live (T)</source>
        <translation>ライブに戻る (T)</translation>
    </message>
    <message>
        <source>Time of the replay</source>
        <translation>再生の時刻</translation>
    </message>
    <message>
        <source>Replay at %1 times</source>
        <translation>%1 倍速で再生</translation>
    </message>
</context>
<context>
    <name>dgex::ui::SetupSheet</name>
    <message>
        <source>Number on your meter</source>
        <translation>メーターの番号</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>変更</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>明るい</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>暗い</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>夜間</translation>
    </message>
    <message>
        <source>No device has answered yet. Check that they have power; this page looks again by itself.</source>
        <translation>まだどの機器も応答していません。電源を確認してください。この画面は自動で更新されます。</translation>
    </message>
    <message>
        <source>Choose your language</source>
        <translation>言語を選ぶ</translation>
    </message>
    <message>
        <source>Choose the colours</source>
        <translation>配色を選ぶ</translation>
    </message>
    <message>
        <source>Your electricity meter</source>
        <translation>電力メーター</translation>
    </message>
    <message>
        <source>Your utility&apos;s word</source>
        <translation>電力会社の承認</translation>
    </message>
    <message>
        <source>Your devices</source>
        <translation>機器</translation>
    </message>
    <message>
        <source>What matters to you?</source>
        <translation>何を大切にしますか</translation>
    </message>
    <message>
        <source>You can change everything here later, under Help.</source>
        <translation>あとで「ヘルプ」からすべて変更できます。</translation>
    </message>
    <message>
        <source>Night is for bedrooms: dark and without blue.</source>
        <translation>「夜間」は寝室向け: 暗く、青を使いません。</translation>
    </message>
    <message>
        <source>Compare the number with the one on your meter.</source>
        <translation>番号をメーターの表示と比べてください。</translation>
    </message>
    <message>
        <source>Tell your utility this code. It lets your home in when it sees the same.</source>
        <translation>このコードを電力会社に伝えてください。一致すれば参加が認められます。</translation>
    </message>
    <message>
        <source>These were found in your home.</source>
        <translation>家の中で見つかった機器です。</translation>
    </message>
    <message>
        <source>The home decides by this from the next half hour on. Details are on the Plan page.</source>
        <translation>次の30分からこの方針で判断します。詳しくは「計画」で。</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>手順 %1 / %2</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message>
        <source>Asking the utility …</source>
        <translation>電力会社に問い合わせ中…</translation>
    </message>
    <message>
        <source>Waiting for the utility. This can take a day; the home runs on meanwhile.</source>
        <translation>電力会社の返事を待っています。1日かかることもあります。その間も家は動きます。</translation>
    </message>
    <message>
        <source>The utility refused: %1</source>
        <translation>電力会社が拒否しました: %1</translation>
    </message>
    <message>
        <source>That did not work: %1</source>
        <translation>うまくいきませんでした: %1</translation>
    </message>
    <message>
        <source>✓ Your home is in the market.</source>
        <translation>✓ あなたの家は市場に参加しています。</translation>
    </message>
    <message>
        <source>▲ no answer</source>
        <translation>▲ 応答なし</translation>
    </message>
    <message>
        <source>✓ %1 ago</source>
        <translation>✓ %1前</translation>
    </message>
</context>
<context>
    <name>dgex::ui::SimulationWindow</name>
    <message>
        <source>DEMO - DGEX, the Digital Grid Exchange</source>
        <translation>デモ - DGEX デジタルグリッド取引所</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>デモ</translation>
    </message>
    <message>
        <source>Home panel</source>
        <translation>ホームパネル</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>運営者</translation>
    </message>
    <message>
        <source>Previous home</source>
        <translation>前の家</translation>
    </message>
    <message>
        <source>Next home</source>
        <translation>次の家</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>雲</translation>
    </message>
    <message>
        <source>Trip DGR</source>
        <translation>DGR を遮断</translation>
    </message>
    <message>
        <source>Silence meter</source>
        <translation>メーター停止</translation>
    </message>
    <message>
        <source>Lying authority</source>
        <translation>ノードの偽回答</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>ツアー</translation>
    </message>
    <message>
        <source>Guided tour</source>
        <translation>ガイドツアー</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>言語: %1</translation>
    </message>
    <message>
        <source>%1 times as fast as real time</source>
        <translation>実時間の %1 倍の速さ</translation>
    </message>
    <message numerus="yes">
        <source>A cloud takes most of the sun from all homes for %n minute(s).</source>
        <translation>
            <numerusform>雲が %n 分間、全世帯の日射のほとんどを遮ります。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The router of %1 switches off for %n minute(s).</source>
        <translation>
            <numerusform>%1 のルーターが %n 分間停止します。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The meter of %1 is silent for %n minute(s).</source>
        <translation>
            <numerusform>%1 のメーターが %n 分間応答しません。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The authority falsifies what it tells all homes for %n minute(s).</source>
        <translation>
            <numerusform>承認ノードが %n 分間、全世帯への回答を偽ります。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::StatusStrip</name>
    <message>
        <source>No data yet</source>
        <translation>データなし</translation>
    </message>
    <message>
        <source>Next auction %1</source>
        <translation>次の入札 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n alert(s)</source>
        <translation>
            <numerusform>お知らせ %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Updated %1 ago</source>
        <translation>%1前に更新</translation>
    </message>
    <message>
        <source>Router: %1</source>
        <translation>ルーター：%1</translation>
    </message>
    <message>
        <source>Offline for %1</source>
        <translation>%1 オフライン</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>最新</translation>
    </message>
</context>
<context>
    <name>dgex::ui::StepCurveChart</name>
    <message>
        <source>Quantity in kWh</source>
        <translation>数量（kWh）</translation>
    </message>
    <message>
        <source>Price in %1</source>
        <translation>価格（%1）</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>売買</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>Quantity up to here</source>
        <translation>ここまでの量</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>買い</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>売り</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自分</translation>
    </message>
</context>
<context>
    <name>dgex::ui::TablePage</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Filter rows</source>
        <translation>行を絞り込む</translation>
    </message>
    <message>
        <source>No row matches the filter.</source>
        <translation>条件に合う行はありません。</translation>
    </message>
    <message>
        <source>Export as CSV</source>
        <translation>CSVに書き出す</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表 (*.csv)</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>%1 に書き出しました</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 に書き込めません</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>Export this table as CSV</source>
        <translation>この表をCSVに書き出す</translation>
    </message>
</context>
<context>
    <name>dgex::ui::Tour</name>
    <message>
        <source>Guided tour: %1 of %2</source>
        <translation>ガイドツアー: %1 / %2</translation>
    </message>
    <message>
        <source>Guided tour</source>
        <translation>ガイドツアー</translation>
    </message>
    <message>
        <source>New here?</source>
        <translation>はじめてですか?</translation>
    </message>
    <message>
        <source>End</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>あとで</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>戻る</translation>
    </message>
    <message>
        <source>Start the tour</source>
        <translation>ツアーを始める</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>次へ</translation>
    </message>
    <message numerus="yes">
        <source>See in %n stop(s) what a home and the operator see. It takes two minutes, and the button Tour starts it again at any time.</source>
        <translation>
            <numerusform>家と運営者が見る画面を %n か所でご案内します。所要時間は 2 分です。「ツアー」ボタンでいつでももう一度始められます。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dgex::ui::TradePathView</name>
    <message>
        <source>Bid</source>
        <translation>入札</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>約定</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>受渡</translation>
    </message>
    <message>
        <source>Metered</source>
        <translation>計量</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>精算</translation>
    </message>
    <message>
        <source>Path of the trade</source>
        <translation>取引の流れ</translation>
    </message>
</context>
<context>
    <name>dgex::ui::WhatIfPanel</name>
    <message>
        <source>One price</source>
        <translation>単一価格</translation>
    </message>
    <message>
        <source>Trade reduction</source>
        <translation>取引削減</translation>
    </message>
    <message>
        <source>Pay as bid</source>
        <translation>入札価格払い</translation>
    </message>
    <message>
        <source>Pricing rule: %1</source>
        <translation>価格ルール: %1</translation>
    </message>
    <message>
        <source>No curves: nobody bid in the newest round.</source>
        <translation>曲線なし：直近の回に入札がありません。</translation>
    </message>
    <message>
        <source>Price %1 instead of %2, traded %3 instead of %4</source>
        <translation>価格は %2 でなく %1、取引は %4 でなく %3</translation>
    </message>
    <message>
        <source>What if: split to sellers</source>
        <translation>もしも: 売り手の取り分</translation>
    </message>
    <message>
        <source>Network fee per kWh</source>
        <translation>託送料 / kWh</translation>
    </message>
    <message>
        <source>Offers</source>
        <translation>売り注文</translation>
    </message>
    <message>
        <source>Bids</source>
        <translation>買い注文</translation>
    </message>
    <message>
        <source>Less: %1</source>
        <translation>減らす: %1</translation>
    </message>
    <message>
        <source>More: %1</source>
        <translation>増やす: %1</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>元に戻す</translation>
    </message>
</context>
<context>
    <name>dgex::ui::WhySheet</name>
    <message>
        <source>Three causes</source>
        <translation>3つの要因</translation>
    </message>
    <message>
        <source>What would change it</source>
        <translation>何が変われば違うか</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
    <message>
        <source>Nothing was decided for this half hour yet.</source>
        <translation>この時間帯はまだ決まっていません。</translation>
    </message>
</context>
</TS>
