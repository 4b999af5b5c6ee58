"""Function words by language: too common to say what a sentence is about, and telling which language it is in.

Data only. Short lists of closed word classes, written for this program; rare function words are left to the weights.
"""

from __future__ import annotations

_LISTS = {
    "en": """a about above after again against ago all also although am among an and any are aren't as at be because
 been before being below between both but by can cannot could did do does doing don't down during each either else
 ever every few for from further had has have having he he's her here hers herself him himself his how however i i'm
 if in into is isn't it it's its itself just least less like made make many may me might more most much must my
 myself neither no nor not now of off on once one only or other others our ours out over own per rather really said
 same say saying says she should since so some still such than that that's the their theirs them themselves then
 there these they this those though through thus to too toward towards two under until up upon us very via was wasn't
 we well were what when where whether which while who whom whose why will with within without would yet you your
 yours""",
    "pt": """a à ao aos após aquela aquele aqueles aquilo as às até com como contra da das de dela dele deles depois
 desde dessa desse desta deste disse do dos e é ela elas ele eles em entre era eram essa essas esse esses esta está
 estão estas estava este estes eu foi foram há isso isto já lhe lhes mais mas me mesmo muito na não nas nem no nos
 nossa nosso num numa o onde os ou outra outro outros para pela pelas pelo pelos por porque qual quando que quem se
 sem ser será seu seus sido só sob sobre sua suas também tem têm tinha um uma umas uns""",
    "es": """a al algo ante antes aquel aquella aunque cada como con contra cual cuando de del desde después dijo donde
 dos durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta está están estas este esto
 estos fue fueron ha había han hasta hay la las le les lo los más me mi mientras muy ni no nos o otra otro otros para
 pero por porque que qué quien se sea según ser si sí sido sin sino sobre son su sus también tan tanto te tiene todo
 todos tras tu un una uno unos y ya yo""",
    "fr": """à afin ai ainsi alors après au aucun aussi autre aux avait avant avec avoir c ce cela ces cet cette ceux
 chez comme contre d dans de depuis des dit donc dont du elle elles en encore entre est et été être eu eux fait il
 ils j je jusqu l la le les leur leurs lors lui m ma mais même mes moins mon n ne ni nos notre nous on ont ou où par
 parce pas pendant peu plus pour pourquoi qu quand que quel quelle qui s sa sans se selon sera ses si sien soit son
 sont sous sur t ta tandis tant te tes ton tous tout très tu un une vers vos votre vous y""",
    "de": """ab aber alle als also am an andere auch auf aus bei beim bis da dabei dadurch damit dann das dass dem den
 denn der des deshalb die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines er
 es für gegen habe haben hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist jede
 jetzt kann kein keine können man mehr mit muss nach nicht noch nun nur ob oder ohne sagte schon sehr sei sein seine
 seinem seinen seiner seit sich sie sind so sollen sondern sowie über um und unter uns vom von vor war waren was weil
 wenn wer werde werden wie wieder will wir wird wo worden wurde wurden zu zum zur zwischen""",
    "it": """a ad ai al alla alle allo anche ancora avere aveva che chi ci come con contro cosa da dagli dai dal dalla
 dalle degli dei del dell della delle dello di dice dopo dove due e è ed era erano essere fa fino fra gli già ha
 hanno i il in io l la le lei lo loro lui ma mentre molto ne negli nei nel nell nella nelle no noi non o ogni oltre
 per perché più poi prima può quale quando quanto quella quelle quelli quello questa queste questi questo qui se
 secondo sei si sia sono sta stata stati stato su sua sue sugli sui sul sulla suo suoi tra tutti tutto un una uno""",
    "nl": """aan al als bij dan dat de den der deze die dit doch door dus een en er ge geen had hadden heb hebben heeft
 het hier hij hoe hun ik in is ja je kan kon kunnen maar me meer men met mijn na naar niet niets nog nu of om omdat
 onder ons ook op over sinds te tegen tegenover tot u uit uw van veel volgens voor waar waren was wat we weer wel
 werd werden wie wij wil worden wordt ze zei zelf zich zij zijn zo zonder zou""",
    "ru": """а без более бы был была были было быть в вам вас во вот все всего всех вы где да даже для до его ее если
 есть еще же за здесь и из или им их к как когда кто ли либо мне может мы на над надо наш не него нее нет ни них но
 ну о об однако он она они оно от по под при про с сам свои своих себя со так также там то того тоже только том ты у
 уже чем что чтобы эта эти это этого этой этом этот я""",
    "uk": """а але без би був була були було бути в вже ви від він вона вони все всі де для до з за зі і із інші й його
 її їх її коли ми на над нас не ні ніж о об однак от по під після при про та так також там те ти тим то того той тому
 тут у уже хоча хто це цей ці цього цієї чи що щоб як який яка які я""",
    "pl": """a aby ale bardzo bez bo był była było były być by co czy dla do gdy gdzie go i ich im inne iż ja jak jako
 je jednak jego jej jest jeszcze jeśli już kiedy kto która które którego której który których którzy ku lub ma mają
 między mnie może na nad nam nas nie nich nim niż o od on ona one oni oraz po pod podczas przed przez przy się są
 swoje swój ta tak także tam te tego tej ten to tu tych tylko tym u w we więc według wszystko z za zaś ze że żeby""",
    "tr": """acaba ama ancak artık aslında az bana bazı belki ben beni benim bir biri birkaç biz bize bizim bu buna
 bunda bundan bunu bunun çok çünkü da daha de defa değil diye dolayı en gibi göre hem hep hiç için ile ise kadar
 karşı kendi ki kim mı mi mu mü ne neden nasıl o olan olarak oldu olduğu olması on ona ondan onlar onu onun sonra şey
 şu tarafından tüm üzere var ve veya ya yani yok adlı ardından bütün dedi dolayısıyla edildi etti göre hakkında her
 yapılan ise önce olduğunu söyledi sonra şimdi şöyle yer yine zaman eden edilen olacak etmek belirtti ifade ayrıca""",
    "ar": """إلى إن أن أو أي الا التي الذي الذين بعد بين تم ثم حتى حيث خلال ذلك على عليه عن عند غير في فيها فيه قال قد
 قبل كان كانت كما كل لا لم لن له لها ما مع من منذ هذا هذه هو هي و وقال وقد وكان ولا ولم ومن يكون""",
    "hi": """अपने अब इस इसके उनके उन्होंने उस एक और कर करने कहा का कि की कुछ के को गया जा जो तक तो था थी थे दिया ने नहीं
 पर बाद भी में यह या रहा रहे लिए वह से हुए है हैं हो""",
    "vi": """bị bởi các cái cho chỉ có của cùng cũng đã đang đến để đều được do gì khi không là lại lên mà mỗi một nên
 nếu này nhưng như những nhiều ở ra rằng rất rồi sau sẽ sự tại theo thì trên trong trước từ từng và vào vẫn về vì với
 vừa""",
}

STOP_WORDS: dict[str, frozenset[str]] = {language: frozenset(text.split()) for language, text in _LISTS.items()}
