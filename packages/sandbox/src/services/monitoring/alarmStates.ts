import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed } from "../../kernel/NameTable.ts";
import { readAlarmRule } from "./alarmRules.ts";
import { monitoringStore, type AlarmRecord, type CompositeAlarmRecord } from "./MonitoringState.ts";

/** Sets a state and evaluates the composite alarms again, which may set further ones. */
export function setAlarmState(
  alarm: AlarmRecord,
  state: { readonly value: StateValue; readonly reason: string; readonly reasonData?: string | undefined },
  context: RegionContext,
): void {
  changeState(alarm, state, context);
  refreshComposites(context);
}

/** The state that a rule has for the present states of the alarms that it names. */
export function evaluatedState(rule: string, context: RegionContext): StateValue {
  const isAlarm = readAlarmRule(rule).isAlarm((reference) => alarmOf(reference, context)?.state.value);
  return isAlarm ? "ALARM" : "OK";
}

export function alarmOf(reference: string, context: RegionContext): AlarmRecord | undefined {
  const name = reference.startsWith("arn:") ? (reference.split(":alarm:")[1] ?? "") : reference;
  return findNamed(context.store(monitoringStore).alarms, name);
}

function refreshComposites(context: RegionContext): void {
  const composites = listNamed(context.store(monitoringStore).alarms).filter(
    (alarm): alarm is CompositeAlarmRecord => alarm.kind === "composite",
  );
  // Rules may name composite alarms; a chain is at most as long as there are alarms.
  for (let round = 0; round < composites.length; round += 1) {
    const changed = composites.filter((alarm) => alarm.state.value !== evaluatedState(alarm.rule, context));
    if (changed.length === 0) return;
    for (const alarm of changed) {
      const value = evaluatedState(alarm.rule, context);
      changeState(alarm, { value, reason: `${alarm.arn} transitioned to ${value}` }, context);
    }
  }
}

function changeState(
  alarm: AlarmRecord,
  state: { readonly value: StateValue; readonly reason: string; readonly reasonData?: string | undefined },
  context: RegionContext,
): void {
  const nowMs = context.clock.nowMs();
  if (alarm.state.value !== state.value) alarm.state.transitionedMs = nowMs;
  Object.assign(alarm.state, { ...state, updatedMs: nowMs });
}
