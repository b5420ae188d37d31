/**
 * English given names and what people of that name are called. Two names mean the same where they stand in one row, so a row
 * holds only what is really said for one another: Alex stands with Alexander and with Alexandra, which are two rows.
 */
const ROWS = `
abigail abby gail
abraham abe
albert al bert
alexander alex alec sasha xander
alexandra alex lexi sasha
alfred alf fred alfie
andrew andy drew
andrea andy
anthony tony ant
antonia toni
arthur art
barbara barb babs
benjamin ben benny benji
bernard bernie
bradley brad
cameron cam
catherine katherine kathryn cathy kathy kate katie cat kat
charles charlie chuck chas
charlotte charlie lottie
christina christine chris tina
christopher chris kit topher
clifford cliff
cynthia cindy
daniel dan danny
danielle dani
david dave davy
deborah debra deb debbie
dominic dom
donald don donny
dorothy dot dottie
douglas doug
edmund ed eddie ned
edward ed eddie ted teddy ned
eleanor ellie nell nora
elizabeth elisabeth liz lizzie beth betty betsy eliza
emily em
eugene gene
florence flo
frances fran frannie
francis frank fran
franklin frank
frederick fred freddie
gabriel gabe
gabrielle gabby
geoffrey jeffrey geoff jeff
george georgie
gerald gerry jerry
gregory greg
harold harry hal
harriet hattie
henry harry hank
isaac ike
isabella isabel bella izzy
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jennifer jen jenny
jessica jess jessie
joanna joanne jo
john jack johnny
jonathan jon jonny
joseph joe joey
joshua josh
judith judy
julia julie jules
katarina kat
kenneth ken kenny
kimberly kim
laurence lawrence larry laurie
leonard leo len lenny
leslie les
lillian lily
louis lou
louise lou
madeleine madeline maddie
margaret maggie meg peggy marge greta
martin marty
matthew matt matty
maximilian max
maxwell max
megan meg
melissa mel
melanie mel
michael mike mick mickey mikey
michelle shelly
mitchell mitch
nancy nan
natalie nat
nathan nate nat
nathaniel nate nat
nicholas nicolas nick nicky
nicole nicky nikki
oliver ollie
olivia liv livvy
pamela pam
patricia pat patty tricia trish
patrick pat paddy
peter pete
philip phillip phil
rachel rach
randall randy
raymond ray
rebecca becky becca
reginald reg reggie
richard rick ricky rich dick
robert bob bobby rob robbie
roberta bobbie
roger rog
ronald ron ronnie
rosemary rose
russell russ
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally
sebastian seb
stanley stan
stephanie steph
steven stephen steve stevie
stuart stu
susan suzanne susie sue suzy
teresa theresa terry tess
terence terry
theodore theo ted teddy
thomas tom tommy
timothy tim timmy
valerie val
veronica ronnie
victor vic
victoria vicky tori
vincent vince vinny
virginia ginny
walter walt wally
wendy wen
wesley wes
william will bill billy willie liam
winifred winnie
zachary zach zack
`;

const rowsOf = new Map<string, Set<number>>();
for (const [row, line] of ROWS.trim().split('\n').entries()) {
  for (const name of line.split(' ')) rowsOf.set(name, (rowsOf.get(name) ?? new Set()).add(row));
}

/** Whether two folded name parts are one given name: bob and robert, bob and rob. */
export function isSameGivenName(a: string, b: string): boolean {
  const rows = rowsOf.get(a);
  if (!rows) return false;
  const others = rowsOf.get(b);
  return others !== undefined && [...rows].some((row) => others.has(row));
}
