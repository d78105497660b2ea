/** Commonest small words of other languages than English, those apart that English has too. */
const smallWords = new Set(
	[
		// German, Dutch, Danish, Norwegian, Swedish
		'ein eine einen einem einer eines der das den dem des und mit auf unter neben nicht ist bitte mach mache male zeichne zeig zeige füge hinzu weg',
		'rot rote roter roten blau blaue blauen grün grüne grünen gelb gelbe weiß weiße schwarz groß große großen klein kleine kleinen haus katze hund baum',
		'entferne entfernen ersetze links rechts oben unten himmel nacht schnee wald mehr ich möchte im zum zur vom noch dazu',
		'een het van met op naast niet teken maak zet geef weg alstublieft kleine grote rode blauwe huis kat hond boom naar',
		'en et ett og och med på til till den det ikke inte jeg jag vær tegn rita gør gör rød röd blå lille stor hus katt hund fjern ta bort',
		// French, Spanish, Portuguese, Italian, Romanian, Catalan
		'un une le la les des du de et avec sur sous dans dessine dessinez rouge bleu bleue vert jaune petit petite grand grande maison chat chien arbre à au aux',
		'ajoute ajoutez enlève supprime supprimez mets mettez rends plus pas est il elle une sil vous plaît ciel nuit neige forêt plage gauche droite ce cette fais',
		'el los las una con sobre bajo dibuja dibújame rojo roja azul verde amarillo pequeño pequeña gran casa gato perro árbol quita pon añade agrega haz por favor',
		'cielo noche nieve bosque playa izquierda derecha y al del que más cambia quiero elimina borra mueve mi su está',
		'um uma com sob em no na do da os as ao desenhe desenha adicione coloque remova tire vermelho vermelha azul casa gato cachorro árvore por favor noite',
		'il lo gli di della dello delle dei degli che per un uno una con sopra sotto nel nella disegna aggiungi togli metti rendi fai rosso rossa casa gatto cane albero',
		'și cu pe în o al desenează adaugă șterge',
		// Polish, Czech, Turkish, Finnish, Hungarian, Indonesian, Vietnamese, Latin, Welsh
		'narysuj dodaj usuń zrób zmień na w i z czerwony czerwonego dom kot pies drzewo proszę obok nad pod duży mały nakresli přidej odstraň udělej červený kočka',
		'bir ve ile çiz ekle kaldır yap kırmızı ev kedi köpek ağaç lütfen büyük küçük',
		'piirrä lisää poista talo kissa koira ja punainen rajzolj egy házat adj hozzá piros ház macska kutya',
		'gambar tambahkan hapus buat rumah kucing anjing dan merah tolong vẽ một con thêm xóa ngôi nhà',
	].flatMap(line => line.split(' ')),
);

/** Small words that English sentences have as well, or that are English words of another meaning. */
const english = new Set(
	'a i the on in no do w im na ja ve pro e y am is as he me at so den die das my by put plus van pas con en mi al grand la le'.split(' '),
);

/**
Whether unknown words of an instruction look like those of another language than English.
@param unknown - words that a model of English was never shown
@param all - every word of the instruction: small words that it knows from names count as well
*/
export function isForeign(unknown: readonly string[], all: readonly string[] = unknown): boolean {
	if (unknown.some(word => /\p{L}/u.test(word) && /[^\p{Script=Latin}\P{L}]/u.test(word))) return true;
	const isSmall = (word: string) => smallWords.has(word) && !english.has(word);
	const found = all.map(word => word.toLowerCase()).filter(isSmall);
	if (new Set(found).size >= 2 && unknown.length * 3 >= all.length && unknown.some(word => isSmall(word.toLowerCase()))) return true;
	const accented = unknown.filter(word => /[\u00C0-\u024F\u1E00-\u1EFF]/u.test(word)).length;
	return accented >= 2 || (accented === 1 && new Set(found).size >= 1);
}
