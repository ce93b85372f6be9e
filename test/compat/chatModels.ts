import { execFileSync } from 'node:child_process';
import { satisfies } from 'semver';
import { installedN8nVersion } from '../e2e/installedN8n.ts';
import { n8nNode } from '../setup/environment.ts';

/** n8n before 2.31 starts on Node.js 26, but its chat models cannot connect there ("Connection error."). */
export const MODELS_ARE_CUT_OFF =
	satisfies(installedN8nVersion(), '<2.31.0') &&
	satisfies(execFileSync(n8nNode, ['--version'], { encoding: 'utf8' }).trim(), '>=26');
