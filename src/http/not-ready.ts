/** What a check throws that may say why: unlike other reasons, its code is shown by `/readyz`. */
export class NotReady extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'NotReady';
    this.code = code;
  }
}
