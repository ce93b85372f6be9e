import type { BesideReport } from '../modes/beside.ts';
import type { RoadReport } from '../modes/road.ts';
import type { Throughput } from '../throughput/throughput.ts';
import type { MeasuredOn } from './barChart.ts';
import { plotBeside } from './besidePlot.ts';
import { plotRoads } from './roadPlot.ts';
import { plotThroughput } from './throughputPlot.ts';

/** The benchmark's JSON, of a mode that can be drawn. */
export type Measured = MeasuredOn &
	(
		| { readonly throughput: Pick<Throughput, 'summary'> }
		| { readonly road: RoadReport }
		| { readonly beside: BesideReport }
	);

/** Draws what was measured. Returns the file. */
export function plot(measured: Measured): string {
	if ('road' in measured) return plotRoads(measured, measured.road.roads);
	if ('beside' in measured) return plotBeside(measured, measured.beside.results);
	return plotThroughput(measured, measured.throughput.summary);
}
