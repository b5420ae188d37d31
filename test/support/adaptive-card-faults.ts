import { createRequire } from 'node:module';

interface Validator {
  AdaptiveCard: {
    new (): {
      parse(json: unknown, context: unknown): void;
      validateProperties(): { validationEvents: { message: string }[] };
    };
    readonly langProperty: { readonly regEx: RegExp };
  };
  SerializationContext: new (
    version: unknown,
  ) => { eventCount: number; getEventAt(index: number): { message: string } };
  Versions: { v1_5: unknown };
}

// The main entry of the package wants a DOM; its bundle does not.
const validator: Validator = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

/** What the library of Adaptive Cards has against a card. */
export function faultsOf(json: object): string[] {
  const context = new validator.SerializationContext(validator.Versions.v1_5);
  const card = new validator.AdaptiveCard();
  // It is global, and goes on where it has found the language of the card before: every other one would be refused.
  validator.AdaptiveCard.langProperty.regEx.lastIndex = 0;
  card.parse(JSON.parse(JSON.stringify(json)), context);
  const parsed = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...parsed, ...card.validateProperties().validationEvents.map(({ message }) => message)];
}
