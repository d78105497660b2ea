/** Script of the page's filters. */
export const pageScript = `
const [form] = document.forms;
const sections = [...document.querySelectorAll('section')];
const show = () => {
	const {category, verdict} = Object.fromEntries(new FormData(form));
	let count = 0;
	for (const section of sections) {
		const fits = (!category || section.dataset.category === category) && (!verdict || section.dataset.verdicts.split(' ').includes(verdict));
		section.hidden = !fits;
		if (fits) count++;
	}
	form.querySelector('output').textContent = count + ' of ' + sections.length;
};
form.addEventListener('change', show);
show();
`;
