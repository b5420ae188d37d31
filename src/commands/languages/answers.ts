/**
 * What people answer when they are asked, and how they correct themselves, in all our languages. Compared in lower case,
 * without accents and punctuation.
 */
import { foldRow } from './fold.ts';

/** What the first five are called, a row each: a card offers no more. */
export const ORDINALS: readonly ReadonlySet<string>[] = [
  '1, one, first, 1st, eins, erste, ersten, erster, erstes, un, premier, premiere, 1er, 1re, uno, primero, primera, primer',
  '2, two, second, 2nd, zwei, zweite, zweiten, zweiter, deux, deuxieme, second, seconde, 2e, dos, segundo, segunda',
  '3, three, third, 3rd, drei, dritte, dritten, dritter, trois, troisieme, 3e, tres, tercero, tercera, tercer',
  '4, four, fourth, 4th, vier, vierte, vierten, vierter, quatre, quatrieme, 4e, cuatro, cuarto, cuarta',
  '5, five, fifth, 5th, fünf, fünfte, fünften, fünfter, cinq, cinquieme, 5e, cinco, quinto, quinta',
].map(foldRow);

/** Stands in front of an ordinal, and says nothing more. */
export const BEFORE_ORDINAL = foldRow(
  "the, number, option, nr, no, der, die, das, den, dem, nummer, le, la, l', numero, el, al",
);
export const BEHIND_ORDINAL = foldRow('one, person, option');

export const BOTH = foldRow(
  'both, both of them, the two of them, beide, alle beide, les deux, tous les deux, toutes les deux, ambos, ambas, los dos, las dos, 両方, 両方とも, 二人とも',
);
export const ALL_OF_THEM = foldRow(
  'all, all of them, them all, all three, alle, alle drei, tous, toutes, tous les trois, todos, todas, los tres, 全員, 三人とも',
);
export const NOBODY = foldRow(
  "neither, neither of them, neither of those, none, none of them, none of these, none of those, nobody, no one, forget it, never mind, keiner, keine, keinen, keiner von beiden, keinen von beiden, keine von beiden, niemand, niemanden, vergiss es, aucun, aucune, aucun des deux, aucune des deux, personne, ni l'un ni l'autre, laisse tomber, ninguno, ninguna, ninguno de los dos, ninguna de las dos, nadie, ni uno ni otro, olvidalo, どちらでもない, どちらも違う, どちらも違います, 誰でもない",
);

/** To "ring them all?" */
export const YES = foldRow(
  "yes, ok, okay, yeah, yep, yup, sure, yes ring them all, yes all of them, yes all, go ahead, yes go ahead, do it, yes do it, ring them, ring them all, ja, jawohl, ja alle, ja gern, ja gerne, ja mach das, mach das, nur zu, ja alle anrufen, alle anrufen, oui, ouais, oui tous, oui toutes, oui vas-y, vas-y, allez-y, d'accord, oui d'accord, appelle-les tous, si, si a todos, si todos, claro, adelante, si adelante, de acuerdo, vale, llama a todos, はい, はい お願いします, うん, ええ, お願いします, はい全員, どうぞ, そうして",
);
export const NO_ALONE = foldRow(
  "no, nope, nah, no thanks, no thank you, better not, do not, don't, nein, ne, nee, nein danke, lieber nicht, besser nicht, non, non merci, surtout pas, no gracias, mejor no, いいえ, いや, いえ, 結構です",
);

/** Around any answer. */
export const POLITE = foldRow(
  "please, pls, plz, thanks, thx, ok, okay, bitte, danke, svp, stp, s'il, te, vous, plait, merci, por, favor, gracias, usher",
);

/** Takes back what was said before; what stands behind a comma is meant instead. */
export const NO = foldRow(
  'no, nope, no wait, wait no, wait, sorry, sorry no, no sorry, oops, wrong person, wrong one, nein, nee, ne, moment, falsch, quatsch, halt, entschuldigung, nein entschuldigung, non, pardon, non pardon, attends, perdon, no perdon, no espera, espera',
);
/** What stands behind these is meant instead, also without a comma. */
export const MEANT = foldRow(
  'i meant, i mean, no i meant, no i mean, sorry i meant, sorry i mean, make that, make it, i said, ich meinte, ich meine, nein ich meinte, nein ich meine, ich habe gemeint, gemeint war, je voulais dire, je veux dire, non je voulais dire, non je veux dire, je parlais de, non je parlais de, queria decir, quise decir, no queria decir, no quise decir, me referia a, no me referia a, quiero decir, no quiero decir',
);
/** Who was named last, where it is said who was not meant. */
export const THAT_ONE = foldRow(
  'her, him, them, she, he, that one, this one, sie, ihn, ihm, er, die, den, der, diese, diesen, elle, lui, eux, elles, celle-la, celui-la, ella, a ella, el, a el, ellos, a ellos, ellas, a ellas, ese, esa',
);
/** In front of who was not meant. */
export const NOT = foldRow('not, nicht, pas, no a');
/** Between who was not meant and who is; a comma does as well. */
export const BUT = foldRow('but, sondern, mais, sino, sino a');
