import type { InstanceType } from "@trainyard/core";

/** Interfaces per network card; the data file has none, so this follows the pattern of the documented table. */
export function interfacesPerCard(row: InstanceType): number {
  if (row.networkCards > 1) return Math.min(15, Math.max(1, Math.floor(64 / row.networkCards)));
  return single(row.vcpus, { 1: 2, 2: 3, 8: 4, 48: 8, 1024: 15 });
}

export function addressesPerInterface(row: InstanceType): number {
  return single(row.vcpus, { 1: 4, 2: 10, 8: 15, 48: 30, 1024: 50 });
}

function single(vcpus: number, byMostVcpus: Readonly<Record<number, number>>): number {
  const step = Object.entries(byMostVcpus).find(([most]) => vcpus <= Number(most));
  return step?.[1] ?? 15;
}
