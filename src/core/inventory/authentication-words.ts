const checks =
  /(?:^|_)(?:auth|authenticated?|authori[sz]ed?|authentication|authori[sz]ation|log(?:in|ged_in)|jwt_bearer|api_key)(?:_|$)|(?:^|_)(?:current|active|admin|super)_?user(?:_|$)|(?:^|_)(?:verify|check|validate|require)_(?:\w+_)?(?:token|key|user|credentials?|permissions?|roles?|admin|jwt|secret)(?:_|$)/;
/** Objects that are handed over, and checks that let everybody through. */
const others =
  /(?:^|_)(?:optional|maybe|none|service|settings|config|backend|repository|repo|client|manager|store|db|provider|handler|factory|url|flow)$|(?:^|_)(?:optional|maybe)_/;

/** Whether the name of a function or class says that it checks who is calling. */
export function namesAuthentication(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
  return checks.test(words) && !others.test(words);
}

const identity =
  /auth|token|key|credential|log.?in|sign.?in|password|user|permi|allow|access|owner|admin|role|secret|signature|session|forbid|denied/i;

/** Whether the arguments of an answer 403 give a reason that has nothing to do with who is calling. */
export function refusesForOtherReason(args: string): boolean {
  return /["']\s*\w+\s+\S/.test(args) && !identity.test(args);
}
