import type {
  CallExecutionStateInitializeEvent,
  DeploymentExecutionStateInitializeEvent,
  ExecutionEventListener,
} from "@nomicfoundation/ignition-core";

import type { Reporter } from "#lib/console/reporter";

/** Says which step of a deployment begins; everything else that Ignition tells is left out. */
export function stepReporter(reporter: Reporter): ExecutionEventListener {
  const say = (event: CallExecutionStateInitializeEvent | DeploymentExecutionStateInitializeEvent): Promise<void> => {
    reporter.step(event.futureId.slice(event.futureId.indexOf("#") + 1));
    return Promise.resolve();
  };
  const listeners: Partial<ExecutionEventListener> = {
    deploymentExecutionStateInitialize: say,
    callExecutionStateInitialize: say,
  };
  return new Proxy(listeners as ExecutionEventListener, {
    get: (target, name): unknown => Reflect.get(target, name) ?? ((): Promise<void> => Promise.resolve()),
  });
}
