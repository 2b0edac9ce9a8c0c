import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildTests } from './build.mjs';

/* Breaks each check in turn and runs the tests, which must then fail: a check that no test misses is worth nothing. */

const MUTANTS = [
  [
    'content/piece-layer.ts',
    'return equal(await pieceHash(bytes, this.size), hash);',
    'return true;',
    'every piece matches',
  ],
  [
    'content/piece-layer.ts',
    'const isRight = equal(await rootOfLayer(hashes), fromHex(id));',
    'const isRight = true;',
    'every layer is right',
  ],
  [
    'content/whole-check.ts',
    'return equal(await rootOfLayer(await Promise.all(this.hashes)), fromHex(this.id));',
    'return true;',
    'every origin answer is right',
  ],
  [
    'key/jws.ts',
    'return crypto.subtle.verify(ALGORITHM, key, signature, signed);',
    'return true;',
    'every signature holds',
  ],
  ['key/jws.ts', "header['alg'] !== 'ES256' ||", '', 'any algorithm'],
  ['key/jws.ts', "header['typ'] !== kind ||", '', 'any kind of signature'],
  [
    'wire/ticket.ts',
    'if (signed?.by !== network || !ticket(signed.payload)) {',
    'if (signed === undefined || !ticket(signed.payload)) {',
    'tickets of any network',
  ],
  [
    'link/intake.ts',
    'if (this.counters.unaskedBytes >= MAX_UNASKED_BYTES) {',
    'if (false) {',
    'no bound on unasked bytes',
  ],
  ['link/tickets.ts', 'if (!this.verifiedPieces.has(key)) {', 'if (true) {', 'pieces count twice'],
  [
    'link/tickets.ts',
    'this.account.maxBytes - this.account.asked',
    'Number.MAX_SAFE_INTEGER',
    'tickets without an end',
  ],
  ['page/manifest-keeper.ts', 'manifest.sequence < this.highest', 'false', 'manifests rolled back'],
  ['page/origin.ts', '!(await layer.matches(piece, buffer))', 'false', "the origin's pieces are not checked"],
  ['road/attempt.ts', 'fingerprintOf(sdp) !== ticket.peerFingerprint', 'false', 'any certificate'],
  ['worker/whole-copy.ts', '(await check.isRight()) ?', 'true ?', 'pages: the worker keeps what it did not check'],
  ['worker/rollout.ts', 'percent < client.share ?', 'true ?', 'rollout: everyone is chosen'],
  ['worker/rollout.ts', 'await this.dice()', '1', 'rollout: always the same ones'],
  [
    'worker/rollout.ts',
    'const manifest = await this.current();',
    'const manifest = this.last;',
    'rollout: not as of this visit',
  ],
  ['worker/page-script.ts', 'request.integrity ? undefined :', '', 'rollout: the tag names another version'],
  ['worker/pages.ts', 'manifest?.html ?', 'manifest ?', 'pages: without the permission of the publisher'],
  ['worker/pages.ts', '&& HTML_TYPE.test(entry.type) ?', '?', 'pages: files of any type'],
  ['worker/pages.ts', ': mayTry ?', ': true ?', 'pages: one stands in again and again'],
  ['worker/pages.ts', '&& !DOWN.has(answer.status)', '', 'pages: 503 is an answer'],
  ['worker/pages.ts', '!DOWN.has(answer.status)', 'answer.ok', 'pages: any error is as good as none'],
  [
    'worker/pages.ts',
    '} else if (await this.put(entry, copy)) {',
    '} else if ((await this.put(entry, copy)) || true) {',
    'pages: the headers of other bytes',
  ],
  ['worker/site-manifest.ts', 'newest?.manifest.html ?', 'newest ?', 'pages: down without the permission'],
  ['worker/site-manifest.ts', 'cache.delete(DOWN)', 'cache.match(DOWN)', 'pages: down for ever'],
  ['worker/waiting-room.ts', 'hasRoom && !this.isDown()', 'hasRoom', 'pages: an origin that is down'],
  ['content/kept-objects.ts', 'body?.size === size', 'body', 'what is kept counts without its bytes'],
  ['worker/page-script.ts', 'bytes && (await isRight(bytes, hash))', 'bytes', "any bytes as the page's script"],
  ['worker/site-manifest.ts', '|| checked.manifest.sequence < atLeast', '', "the worker's manifests rolled back"],
  ['page/duplicates.ts', 'this.spent + more <= this.got() * SHARE + PIECE_BYTES', 'true', 'any number of bytes twice'],
  [
    'page/download.ts',
    'this.again = [...this.again, ...share.owed].sort((a, b) => a - b);',
    '',
    'what a lost link owed is forgotten',
  ],
  [
    'page/download.ts',
    'const isWaiting = this.layer === undefined && (this.layered ?? by) !== by;',
    'const isWaiting = false;',
    'all links are asked before the layer is here',
  ],
  ['page/download.ts', 'bytesPerSecond * TOO_SLOW < link.window.bytesPerSecond', 'false', 'slow links are asked, too'],
  [
    'worker/waiting-room.ts',
    'const isOver = ms >= (hope === undefined ? nobodyMs : longestMs);',
    'const isOver = false;',
    'files wait for a link that does not come',
  ],
  [
    'worker/waiting-room.ts',
    'const mayGo = this.isOriginFree && !mayLead',
    'const mayGo = !mayLead',
    'all files go to the origin before the link is there',
  ],
  ['worker/waiting-room.ts', 'this.errands < ERRANDS_AT_ONCE', 'true', 'any number of errands at once'],
  ['worker/waiting-room.ts', ': FIRST_BYTES;', ': Infinity;', 'all is asked of a link that has brought nothing'],
  [
    'worker/waiting-room.ts',
    '|| this.isSooner(bytes, rate, origins)',
    '|| true',
    'a slow link gets what it brings last',
  ],
  [
    'worker/waiting-room.ts',
    'return isSlow && this.isOriginIdle(origins)',
    'return false',
    'nothing goes to the origin beside a slow link',
  ],
  [
    'worker/waiting-room.ts',
    '(rate * BUSY_MS) / 1_000)',
    'Infinity)',
    'an origin that has enough to send is asked for more',
  ],
  ['worker/waiting-room.ts', '!isResting &&', '', 'a link that brings nothing is asked again at once'],
  ['worker/waiting-room.ts', "hope === 'no' || this.isHopeless", "hope === 'no'", 'files wait for each try of a page'],
  ['worker/waiting-room.ts', "hope === 'wait' || (", '(', 'a site whose files are to wait asks its origin meanwhile'],
  ['worker/waiting-room.ts', '&& !mayProve', '', 'and still does once its link is open'],
  [
    'worker/pace.ts',
    'this.owed > 0 ? now - this.at : 0',
    'now - this.at',
    'a link that is asked for nothing grows slow',
  ],
  ['link/link.ts', 'hasRoom || this.wants.missing > 0', 'this.wants.missing > 0', 'what is asked twice costs the link'],
  ['road/peer-road.ts', 'this.allLinks.some(({ peer }) => peer === message.peer)', 'false', 'one super-peer twice'],
  ['road/peer-road.ts', 'void (this.isOpen || this.count());', 'this.count();', 'one that is not reached costs all'],
  ['wire/ticket.ts', 't.visitorFingerprint === visit.visitorFingerprint &&', '', 'tickets of another visitor'],
  ['link/link.ts', 'if (deadlineMs < NO_DEADLINE_MS) {', 'if (false) {', 'video: no deadline'],
  ['page/download.ts', "this.lost(share, 'overdue', this.deadlineMs);", '', 'video: a deadline that leads to nothing'],
  ['page/loader.ts', 'if (deadlineMs <= 0) {', 'if (false) {', 'video: peers with no time left'],
  ['video/wish.ts', 'ORIGIN_SHARE * originMs + ORIGIN_MARGIN_MS', '0', 'video: no time for the origin'],
  [
    'video/wish.ts',
    'if (player.seeking || player.readyState < HAS_FRAME) {',
    'if (false) {',
    'video: a start is a stall',
  ],
  ['video/hls-loader.ts', 'if (rangeEnd) {', 'if (false) {', 'video: ranges from peers'],
  [
    'video/playback.ts',
    'await sink.evict(element.currentTime - this.behindSeconds);',
    '',
    'video: nothing is forgotten',
  ],
  ['video/playback.ts', 'attempt === 0 ? wish() : FROM_ORIGIN', 'wish()', 'video: a retry from peers'],
  ['page/permission.ts', "return 'visitor-off';", 'return undefined;', "off: the visitor's no"],
  ['page/permission.ts', 'this.mustAsk && !this.allowed', 'false', 'off: nobody has to be asked'],
  [
    'page/permission.ts',
    "Date.now() < this.offUntil ? 'switched-off'",
    "false ? 'switched-off'",
    "off: the operator's no",
  ],
  ['page/permission.ts', 'if (this.isForgotten) {', 'if (false) {', 'off: an older choice comes back'],
  ['road/peer-road.ts', '|| this.parts.forbidden() !== undefined', '', 'off: forbidden super-peers are asked'],
  ['road/peer-road.ts', 'void (this.isOff && this.leave(false))', '{}', 'off: forbidden links stay'],
  ['badge/figures.ts', 'peer + origin + kept', 'peer + origin', 'badge: a share that leaves out what was kept'],
  ['badge/figures.ts', '.slice(0, REASONS)', '', 'badge: all reasons'],
  ['worker/worker.ts', 'if (!this.isGuest) {', 'if (true) {', "a guest hurries the site's own worker"],
  ['worker/worker.ts', 'this.isGuest || ', '', "a guest takes the site's own worker off"],
  ['worker/openings.ts', 'return isNavigation || isNew;', 'return isNavigation;', 'a guest hears of navigations alone'],
  ['worker/openings.ts', 'this.isGuest && ', '', 'a guest like any other worker'],
  [
    'tab/registration.ts',
    '!(script && (await knowsUs(script, clock)))',
    'true',
    "a guest in a site's own worker is not seen",
  ],
  ['page/loader.ts', "request.signal.aborted ? 'aborted' : 'failed'", "'failed'", 'what is let go has failed'],
  ['video/asker.ts', 'this.asked.has(path) &&', '', 'video: any file tells of the origin'],
];

function planted([file, right, wrong]) {
  return {
    name: 'mutant',
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`${file.replace('.', '\\.')}$`) }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        if (source.split(right).length !== 2) {
          throw new Error(`${file} does not have exactly once: ${right}`);
        }
        return { contents: source.replace(right, () => wrong), loader: 'ts' };
      });
    },
  };
}

// A word on the command line chooses those that bear it.
const [, , word = ''] = process.argv;
const chosen = MUTANTS.filter((mutant) => mutant.some((part) => part.includes(word)));
let survivors = 0;
for (const mutant of chosen) {
  const [file, , , what] = mutant;
  await buildTests('dist-mutant', [planted(mutant)]);
  const { status, stdout } = spawnSync(process.execPath, ['--test', 'dist-mutant/'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const failed = Number(/^# fail (\d+)$/m.exec(stdout)?.[1]);
  if (!(status === 0 ? failed === 0 : failed > 0)) {
    throw new Error(`the tests did not run: status ${status}, ${failed} failed`);
  }
  console.log(status === 0 ? `SURVIVED  ${what} (${file})` : `killed by ${failed} tests: ${what} (${file})`);
  survivors += status === 0 ? 1 : 0;
}
console.log(`${chosen.length - survivors} of ${chosen.length} mutants killed`);
process.exitCode = survivors === 0 ? 0 : 1;
