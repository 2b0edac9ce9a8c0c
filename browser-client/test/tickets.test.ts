import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TicketBook } from '../src/link/tickets';
import { ticket } from './link-fixture';

const A = 'aa'.repeat(32);
const B = 'bb'.repeat(32);

describe('the book of tickets', () => {
  test('counts each piece of each object once per ticket', () => {
    const book = new TicketBook(ticket('t1', 1_000), 99);
    const account = book.current;
    account.verify(A, 0, 100);
    account.verify(A, 0, 100);
    account.verify(A, 1, 50);
    account.verify(B, 0, 7);
    assert.deepEqual(book.due(), [{ ticket: 't1', count: 3, bytes: 157 }]);
    assert.deepEqual(book.due(), [], 'nothing new to say');
  });

  test('keeps an older ticket until its wants have ended and its receipt is written', () => {
    const book = new TicketBook(ticket('t1', 1_000), 99);
    const first = book.current;
    first.ask(A, 0, 1, 100);
    book.renew(ticket('t2', 1_000), 99);
    book.renew(ticket('t3', 1_000), 99);
    first.verify(A, 0, 100);
    first.openWants--;
    assert.deepEqual(book.due(), [{ ticket: 't1', count: 1, bytes: 100 }]);
  });

  test('allows what is left of the current ticket, and nothing once it has expired', () => {
    const book = new TicketBook(ticket('t1', 1_000), 99);
    book.current.ask(A, 0, 2, 600);
    assert.equal(book.left(98), 400);
    assert.equal(book.left(99), 0);
    book.renew(ticket('t2', 500), 200);
    assert.equal(book.left(99), 500);
  });

  test('knows how far pieces were not asked under the current ticket', () => {
    const book = new TicketBook(ticket('t1', 1_000), 99);
    book.current.ask(A, 3, 2, 600);
    assert.equal(book.current.unasked(A, 1, 5), 2);
    assert.equal(book.current.unasked(A, 1, 2), 2);
    assert.equal(book.current.unasked(A, 4, 5), 0);
    assert.equal(book.current.unasked(B, 3, 5), 5);
    book.renew(ticket('t2', 500), 200);
    assert.equal(book.current.unasked(A, 1, 5), 5);
  });
});
