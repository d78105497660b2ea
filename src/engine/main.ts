import {openModel} from '../model/open.ts';
import {serve} from './loop.ts';
import {connectParent} from './parent-port.ts';

/* The engine process: forked by engine-process.ts, never imported. */
serve(connectParent(process), ({modelFolder, ...options}) => openModel(modelFolder, options));
