import {useEffect, useState} from 'react';
import type {Size} from '../terminal/size.ts';

/** The size of the terminal's window, followed as it changes. */
export function useWindowSize(terminal: NodeJS.WriteStream): Size {
	const [size, setSize] = useState<Size>({columns: terminal.columns, rows: terminal.rows});
	useEffect(() => {
		const measure = () => setSize({columns: terminal.columns, rows: terminal.rows});
		terminal.on('resize', measure);
		return () => {
			terminal.off('resize', measure);
		};
	}, [terminal]);
	return size;
}
