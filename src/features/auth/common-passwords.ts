/**
 * Written for this project from what leads the yearly counts of leaked passwords (NCSC with Have I Been Pwned,
 * NordPass, SplashData): whole passwords of eight characters and more, and the lower-case stems of those that only
 * differ in digits and signs around them (`Summer2024!`, `monkey12345`).
 */
const LISTED = `
password passwort passwords mypassword yourpassword passwordpassword pass passpass passw0rd p@ssword p@ssw0rd pa55word
drowssap parola contrasena contraseña motdepasse wachtwoord senha haslo salasana lozinka geheim hallo passwd pwd
admin administrator adminadmin root rootroot toor user username guest default master masterkey manager operator support
system server service test testing tester testtest test1test demo demodemo sample example temp temporary changeme
change changeit changethis letmein letmeinnow opensesame openup open sesame secret secrets topsecret mysecret private
security secure access enter login logmein signin welcome welcomeback hello hellohello helloworld hithere goodbye
whatever nothing something anything everything none unknown blank empty please thankyou sorry forget forgot remember
qwerty qwertyui qwertyuiop qwertyqwerty qwert qwertz qwertzui qwertzuiop azerty azertyui azertyuiop asdf asdfasdf
asdfgh asdfghjk asdfghjkl asdfjkl asdasd asdasdasd zxcv zxcvbn zxcvbnm zxcvbnmm zxczxc poiuytrewq poiuytre lkjhgfdsa
mnbvcxz mnbvcxzlkjhgfdsapoiuytrewq ytrewq qazwsx qazwsxedc qazwsxedcrfv qwaszx qweasd qweasdzxc qweqwe qweqweqwe
1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 2wsx3edc zaq12wsx
zaq1zaq1 zaq1xsw2 xsw2zaq1 !qaz2wsx !qaz@wsx 1qaz@wsx qaz123wsx qwer1234 1234qwer 12qwaszx asdf1234 1234asdf zxcv1234
1a2b3c4d a1b2c3d4 a1b2c3d4e5 a1s2d3f4 1z2x3c4v abcd1234 1234abcd abc12345 abc123abc aa123456 a1234567 a12345678
a123456789 123456aa 12345678a 123456789a 1234567a q1234567 z1234567 1password password1password 123qwe123 123qweasd
123qweasdzxc qwe123qwe qwe123qweqwe 123abc123 147258369 147852369 159357456 159753258 963852741 741852963 789456123
789456321 456789123 321654987 987456321 987654321 9876543210 0987654321 0123456789 1234567890 12345678910 123456789012
1122334455 11223344 112233445566 11112222 11122233 12344321 123454321 123321123 1234554321 12312312 123123123 1231231234
12341234 12345612 123456123456 1234512345 10203040 102030405060 1020304050 13579246 24681012 31415926 314159265 27182818
19841984 19871987 19901990 19911991 19921992 20002000 20202020 20242024 20252025 00000000 00001111 11110000 69696969
88888888 99999999 52013140 5201314520 1314520 woaini woaini1314 woaini520 iloveyou iloveyouu iloveu iloveyoutoo iloveme
loveyou lovelove lovely loveme lover lovers loverboy mylove mybaby ihateyou ilovegod iloveyousomuch iloveyouforever
teamo tequiero tiamo jetaime ichliebedich tevoglio kochamcie kocham amor amore amour liebe cariño corazon beautiful
princess prinzessin princesa princesse prince queen king kingking angel angels angelina angelica babygirl babyboy baby
babydoll sweetheart sweety sweetie sweetpea sweet honey honeybee sunshine sunflower sunset moonlight moon starlight
star stars stardust rainbow rainbows flower flowers butterfly butterflies ladybug dolphin dolphins unicorn kitten
kittykat kitty hellokitty puppy doggie doggy bulldog bulldogs tigger tiger tigers lion lions panther panthers jaguar
eagle eagles falcon falcons hawk phoenix dragon dragons dragonball dragonfly monkey monkeys gorilla elephant penguin
rabbit bunny turtle shark snake spider spiderman scorpion scorpio wolf wolves wolfpack wolverine bear bears bigbear
horse horses pony cowboy cowboys butterscotch chocolate cookie cookies cupcake candy cheese cheesecake chicken banana
bananas apple apples orange lemon cherry strawberry blueberry peaches peanut pumpkin pepper ginger sugar cinnamon
coffee icecream pancake burrito popcorn pizza hamburger spaghetti cocacola pepsi beer budlight heineken whiskey vodka
summer winter spring autumn january february march april june july august september october november december monday
tuesday wednesday thursday friday saturday sunday sommer frühling herbst verano invierno primavera printemps estate
football footballer soccer baseball basketball basket softball volleyball hockey tennis golf golfer swimming running
runner racing bowling fishing hunting lacrosse wrestling boxing champion champions winner winners player players
liverpool liverpoolfc arsenal chelsea chelseafc everton tottenham manchester manutd manunited mancity barcelona
realmadrid juventus intermilan acmilan galatasaray fenerbahce besiktas rangers celtic celticfc westham newcastle
benfica sporting steelers packers patriots raiders redskins broncos vikings bengals browns ravens lakers celtics
bulls warriors yankees redsox dodgers giants cubs braves longhorns buckeyes gators redwings bruins blackhawks
mustang mercedes ferrari porsche lamborghini corvette camaro chevrolet chevy toyota honda nissan mazda subaru yamaha
kawasaki suzuki ducati harley harleydavidson audi volkswagen bmwbmw jeep jeepjeep fordfocus fordf150 trucks truck
superman superstar supernova superhero super batman batmanbatman ironman wonderwoman captain avengers thanos deadpool
starwars startrek skywalker lukeskywalker darthvader yoda jedi jedimaster chewbacca kenobi millennium matrix gandalf
frodo hobbit legolas aragorn harrypotter hogwarts dumbledore voldemort gryffindor slytherin pokemon pikachu charizard
naruto sasuke itachi goku vegeta onepiece luffy zelda mario luigi nintendo playstation xbox xbox360 minecraft roblox
fortnite callofduty counterstrike warcraft worldofwarcraft starcraft diablo leagueoflegends halo finalfantasy sephiroth
metallica nirvana slipknot ironmaiden linkinpark greenday blink182 eminem tupac beatles thebeatles pinkfloyd ledzeppelin
rockstar rocknroll rock music musica guitar drummer piano jasper hiphop reggae bobmarley marley elvis madonna rihanna
computer internet laptop keyboard microsoft windows google facebook instagram youtube twitter linkedin yahoo hotmail
gmail myspace samsung iphone apple123 android nokia motorola logitech dell toshiba lenovo linux ubuntu oracle cisco
michael michelle michaela jennifer jessica ashley amanda daniel daniela danielle david joshua andrew anthony matthew
christopher christian christine christina nicholas nicole william alexander alexandra alexandre alexandru alejandro
alejandra robert roberto richard thomas charles charlie charlotte joseph jonathan justin brandon benjamin samuel
samantha patrick patricia stephen stephanie steven elizabeth victoria vanessa veronica rebecca rachel melissa natalie
natasha heather hannah jasmine isabella gabriel gabriela sebastian fernando francisco francesco francesca antonio
giuseppe giovanni alessandro valentina carolina caroline catherine katherine kimberly brittany courtney lauren taylor
jordan jordan23 madison morgan austin hunter cooper parker maggie molly bailey buster sparky shadow snoopy smokey
scooter rocky lucky buddy max maxwell oliver oscar sophie sophia sofia olivia emily emma chloe lucas mohamed mohammed
muhammad ahmed abdullah fatima mustafa jesus jesuschrist jesuslove christ godisgood godislove godbless blessed blessing
heaven faith grace hope believe hallelujah savior church trinity bismillah allah allahakbar inshallah krishna ganesh
saibaba buddha shalom freedom liberty justice america american usausa canada mexico brasil brazil argentina colombia
england scotland ireland london newyork newyorkcity paris berlin deutschland germany france italia españa portugal
russia moscow polska ukraine turkey istanbul india mumbai pakistan bangladesh indonesia jakarta malaysia vietnam
thailand bangkok philippines manila japan tokyo china beijing korea australia sydney africa nigeria egypt florida
california texas chicago boston dallas houston denver phoenix arizona lasvegas hollywood hawaii alaska montana carolina
success successful happy happiness happyday happybirthday birthday smile smiles friend friends friendship bestfriend
family myfamily mother mother1 mommy mummy father daddy daddysgirl brother sister sisters forever always together alone
life mylife goodlife lifeisgood peace dream dreams dreamer wonderful perfect precious special diamond diamonds crystal
gold golden silver platinum purple yellow orange black blackout white bluebird blue blueblue green redred scarlet
money moneymoney dollar business company office work working boss bigboss bigdaddy bigdog bigman millionaire richrich
fuckyou fuckoff fuckyou2 fuckme fuck motherfucker bullshit shithead asshole bitch bitches bastard biteme blowme sexy
sexysexy sexygirl pussy pussycat hardcore horny playboy porno killer killers ninja assassin zombie vampire monster
ghost demon devil lucifer satan death hell hellfire slayer destroyer terminator predator gladiator spartan warrior
samurai wizard merlin magic magician phantom mystery maverick iceman cobra viper thunder lightning storm blizzard fire
fireball firebird hurricane tornado volcano ocean river mountain forest garden island paradise beach summertime
trustno trustno1 trustme truelove nobody nevermind noaccess ncc1701 ncc1701d rush2112 bond007 jamesbond agent007
thx1138 abcdef abcdefg abcdefgh abcdefghi abcd abcabc aaabbb aabbcc xyzxyz foobar foobarbaz loremipsum correcthorse
correcthorsebatterystaple hunter2 supersecret supersecure verysecret notsecret incorrect password1234 iamgod iamking
imthebest thebest thebestone numberone nummer1 number1 theone theking theboss oneone onetwothree onetwothreefour
whoami whatsup howareyou heythere letsgo gogogo bonjour bonjour1 salut hola holahola ciao ciaociao merhaba privet
marhaba namaste konnichiwa teacher student school college university engineer doctor nurse police soldier marine
marines airborne military airforce
`;

/** In lower case; the shortest are stems. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(LISTED.trim().split(/\s+/));
