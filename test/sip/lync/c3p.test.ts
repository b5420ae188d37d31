import assert from 'node:assert/strict';
import {
  audioVideoUri,
  deleteUserRequest,
  dialOutRequest,
  joinRequest,
  readC3pResponse,
} from '../../../src/sip/lync/c3p.ts';
import { childElements, localName, readXml } from '../../../src/sip/xml.ts';
import { AV_MCU, FOCUS } from '../../support/lync-peers.ts';

const envelope = { requestId: '63022864', from: 'sip:usher@example.com', to: FOCUS };

/** A document as nested names, attributes and texts, without namespaces. */
function outline(text: string): unknown {
  const root = readXml(text);
  assert.ok(root);
  const of = (element: typeof root): unknown => {
    const { xmlns, 'xmlns:ci': _, ...attributes } = element.attributes;
    const inner = childElements(element);
    return { [localName(element)]: { ...attributes, in: inner.length > 0 ? inner.map(of) : element.text } };
  };
  return of(root);
}

const requestOf = (inner: unknown) => ({
  request: { C3PVersion: '1', to: FOCUS, from: 'sip:usher@example.com', requestId: '63022864', in: [inner] },
});
const keys = { conferenceKeys: { confEntity: FOCUS, in: '' } };

describe('sip/lync/c3p', () => {
  it('joins as a presenter', () => {
    const { content, contentType } = joinRequest(envelope, 'GUID');
    assert.equal(contentType, 'application/cccp+xml');
    assert.equal(readXml(content)?.attributes.xmlns, 'urn:ietf:params:xml:ns:cccp');
    const roles = { roles: { in: [{ entry: { in: 'presenter' } }] } };
    const endpoint = { endpoint: { entity: '{GUID}', in: '' } };
    const user = { user: { entity: 'sip:usher@example.com', in: [roles, endpoint] } };
    assert.deepEqual(outline(content), requestOf({ addUser: { in: [keys, user] } }));
  });

  it('has somebody called, by the server for audio and video', () => {
    const call = {
      person: 'sip:mary@example.com',
      name: 'Mary "M" <Poppins> & co',
      mcuUri: AV_MCU,
      endpoint: 'G',
    };
    const { content } = dialOutRequest(envelope, call);
    const roles = { roles: { in: [{ entry: { in: 'attendee' } }] } };
    const endpoint = { endpoint: { entity: '{G}', in: [{ 'joining-method': { in: 'dialed-out' } }] } };
    const name = { 'display-text': { in: call.name } };
    const user = { user: { entity: 'sip:mary@example.com', in: [name, roles, endpoint] } };
    assert.deepEqual(outline(content), requestOf({ addUser: { mcuUri: AV_MCU, in: [keys, user] } }));
  });

  it('takes somebody out', () => {
    const { content } = deleteUserRequest(envelope, 'sip:mary@example.com');
    const userKeys = { userKeys: { confEntity: FOCUS, userEntity: 'sip:mary@example.com', in: '' } };
    assert.deepEqual(outline(content), requestOf({ deleteUser: { in: [userKeys] } }));
  });

  it('lets no address become markup', () => {
    const { content } = deleteUserRequest(envelope, `sip:a'"><evil/>&b@example.com`);
    const [command] = childElements(readXml(content) ?? assert.fail());
    assert.deepEqual(childElements(command ?? assert.fail()).map(localName), ['userKeys']);
  });

  describe('responses', () => {
    const xmlns = 'xmlns="urn:ietf:params:xml:ns:cccp"';
    const cases = [
      [
        `<response ${xmlns} requestId="7" code="success"><addUser/></response>`,
        { code: 'success', reason: '' },
      ],
      [
        `<?xml version="1.0"?>\r\n<c:response requestId="7" code="pending"/>`,
        { code: 'pending', reason: '' },
      ],
      [
        `<response requestId="7" code="failure" reason="UserBusy"><addUser/></response>`,
        { code: 'failure', reason: 'UserBusy' },
      ],
      [
        `<response requestId="7" code="failure"><addUser reason="UserDeclined"/></response>`,
        { code: 'failure', reason: 'UserDeclined' },
      ],
    ] as const;
    for (const [text, expected] of cases) {
      it(`reads ${text}`, () => {
        assert.deepEqual(readC3pResponse(text), { requestId: '7', ...expected });
      });
    }

    for (const text of [
      '<request requestId="7" code="success"/>',
      '<response requestId="7"/>',
      '<response requestId="7" code="perhaps"/>',
      '<!DOCTYPE response><response requestId="7" code="success"/>',
      '<response requestId="7" code="success">',
      '',
    ]) {
      it(`makes nothing of ${text || 'an empty body'}`, () => {
        assert.equal(readC3pResponse(text), undefined);
      });
    }

    it('makes nothing of one that is longer than any', () => {
      const long = `<response requestId="7" code="success">${' '.repeat(70_000)}</response>`;
      assert.equal(readC3pResponse(long), undefined);
    });

    it('keeps no reason of any length', () => {
      const reason = 'x'.repeat(10_000);
      assert.equal(readC3pResponse(`<response code="failure" reason="${reason}"/>`)?.reason.length, 80);
    });
  });

  it('knows the server for audio and video from the focus', () => {
    assert.equal(audioVideoUri(FOCUS), AV_MCU);
    assert.equal(audioVideoUri('sip:standup@conf.example.com'), undefined);
    assert.equal(audioVideoUri('sip:focus@example.com;opaque=app:conf:focusfactory'), undefined);
  });
});
