#!/usr/bin/env python3
"""A small, complete Teahouse client, standard library only. docs/protocol.md is the reference for every step.

    python3 teahouse.py http://localhost:3000 Ada [room]

It prints what is said, says each line of its standard input once, however often the network fails, and shows each
message once, in order. Without a room it enters the lobby.
"""
import base64, json, os, queue, random, socket, ssl, struct, sys, threading, time, uuid
import urllib.error, urllib.request
from urllib.parse import urlsplit


class Ended(Exception):
    """The connection is over. `code` is the server's close code, 1006 when it gave none."""

    def __init__(self, code=1006, wait=None):
        self.code, self.wait = code, wait


class Socket:
    """The part of RFC 6455 that is needed: whole text frames, pings, close codes."""

    def __init__(self, base):
        url = urlsplit(base)
        tls = url.scheme == 'https'
        self.raw = socket.create_connection((url.hostname, url.port or (443 if tls else 80)), timeout=10)
        if tls:
            self.raw = ssl.create_default_context().wrap_socket(self.raw, server_hostname=url.hostname)
        key = base64.b64encode(os.urandom(16)).decode()
        self.raw.sendall(
            f'GET {url.path}/ws HTTP/1.1\r\nHost: {url.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
            f'Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: teahouse.v1\r\n\r\n'
            .encode())
        self.buffer = b''
        while b'\r\n\r\n' not in self.buffer:
            self.read(10)
        head, self.buffer = self.buffer.split(b'\r\n\r\n', 1)
        if b' 101 ' not in head.split(b'\r\n')[0]:
            raise OSError(head.decode('latin-1'))

    def read(self, seconds):
        self.raw.settimeout(max(seconds, 0.001))
        data = self.raw.recv(65536)
        if not data:
            raise Ended()
        self.buffer += data

    def send(self, text, opcode=1):
        payload, mask = text.encode() if isinstance(text, str) else text, os.urandom(4)
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b'\xfe' + struct.pack('>H', size)  # under 64 KiB always
        body = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        self.raw.settimeout(10)
        self.raw.sendall(bytes([0x80 | opcode]) + length + mask + body)

    def take(self):
        """The first whole frame of the buffer, as (opcode, payload); None while it is not all there."""
        at, size = 2, self.buffer[1] & 127 if len(self.buffer) > 1 else 0
        if size > 125:
            at = 4 if size == 126 else 10
            size = int.from_bytes(self.buffer[2:at], 'big')
        if len(self.buffer) < at + size:
            return None
        opcode, payload, self.buffer = self.buffer[0] & 15, self.buffer[at:at + size], self.buffer[at + size:]
        return opcode, payload

    def receive(self, seconds):
        """The next text; None when none came within so many seconds."""
        until = time.monotonic() + seconds
        while True:
            frame = self.take()
            if frame and frame[0] == 1:
                return frame[1].decode()
            if frame and frame[0] == 8:
                raise Ended(int.from_bytes(frame[1][:2], 'big') or 1005)
            if frame and frame[0] == 9:
                self.send(frame[1], 10)
            if not frame:
                try:
                    self.read(until - time.monotonic())
                except TimeoutError:
                    return None


class Refused(Exception):
    pass


class Chat:
    def __init__(self, base, name, room):
        self.base, self.name, self.address = base.rstrip('/'), name, room
        self.typed, self.unsent = queue.Queue(), []  # unsent: [cid, body], oldest first
        self.token, self.room, self.epoch, self.cursor = None, {'id': ''}, None, 0

    def run(self):
        tries = 0
        while True:
            since = time.monotonic()
            try:
                self.visit()
            except Ended as end:
                wait = end.wait
                if 4400 <= end.code <= 4499:
                    sys.exit(f'the server sent us away: {end.code}')
            except Refused as refused:
                if refused.args[0]['code'] != 'login_first':
                    raise
                wait, self.token = None, None  # the session is over: come back as somebody new
            except OSError as error:
                wait = None
                print(f'* no connection: {error}', file=sys.stderr)
            tries = 0 if time.monotonic() - since > 10 else tries + 1
            if wait is None:  # 0.3 to 1.5 s at first, later up to 30 s: a crowd must not come back as one
                wait = random.uniform(0.3, 1.5) if tries < 2 else random.uniform(1, min(30, 1.5 * 2 ** tries))
            time.sleep(wait)

    def visit(self):
        """One connection, from the handshake to its end."""
        if self.token is None:
            request = urllib.request.Request(f'{self.base}/api/session', b'{"locale":"en","as":"token"}',
                                             {'Content-Type': 'application/json'})
            with urllib.request.urlopen(request, timeout=10) as answer:
                self.token = json.load(answer)['token']
        self.socket, self.ref, self.answers = Socket(self.base), 0, {}
        try:
            welcome = self.ask('hello', {'v': 1, 'client': 'teahouse.py/1', 'token': self.token})
            self.me = welcome['me']
            if not self.me['entered']:
                self.enter()
            self.room = self.ask('room.open', {'name': self.address})['room']
            self.join()
            heard = time.monotonic()
            while True:
                self.post_all()
                if self.hear(0.2):
                    heard = time.monotonic()
                elif time.monotonic() - heard > 2.4 * welcome['heartbeat_ms'] / 1000:
                    raise Ended()  # not even a heartbeat: the line is dead
        finally:
            self.socket.raw.close()

    def enter(self):
        try:
            self.me = self.ask('profile.set', {'name': self.name, 'look': self.me['look']})['me']
        except Refused as refused:
            if 'suggestion' not in refused.args[0]:
                raise
            self.name = refused.args[0]['suggestion']
            self.enter()

    def join(self):
        wish = {'room': self.room['id']}
        if self.epoch is not None:
            wish.update(after=self.cursor, epoch=self.epoch)
        reply = self.ask('room.join', wish)
        if reply['mode'] == 'resumed':
            return  # what was missed follows in events frames
        self.epoch, self.cursor = reply['epoch'], reply['as_of']
        for event in reply['lines'] + reply['events']:
            self.show(event)

    def post_all(self):
        while not self.typed.empty():
            self.unsent.append([str(uuid.uuid4()), self.typed.get()])
        while self.unsent:  # one at a time, so that none overtakes; the same cid until it is answered
            cid, body = self.unsent[0]
            try:
                self.ask('message.post', {'room': self.room['id'], 'cid': cid, 'body': body})
            except Refused as refused:
                print(f'* not said: {body!r} ({refused.args[0]["code"]})', file=sys.stderr)
            self.unsent.pop(0)

    def ask(self, name, fields):
        """Sends a command until it is answered for good. Raises Refused with the refusal."""
        while True:
            self.ref += 1
            ref, until = self.ref, time.monotonic() + 10
            self.socket.send(json.dumps([ref, name, fields]))
            while ref not in self.answers:
                if time.monotonic() > until:
                    raise Ended()  # no answer within 10 s: the line is dead
                self.hear(until - time.monotonic())
            kind, body = self.answers.pop(ref)
            if kind == 'ok':
                return body
            if kind == 'no' and 'retry_after_ms' not in body:
                raise Refused(body)
            time.sleep(body.get('retry_after_ms', 300) / 1000)

    def hear(self, seconds):
        """Takes one frame; False when none came within so many seconds."""
        text = self.socket.receive(seconds)
        if text is None:
            return False
        ref, kind, body = json.loads(text)
        if ref > 0:
            self.answers[ref] = (kind, body)
        elif kind == 'heads':
            self.ref += 1
            self.socket.send(json.dumps([self.ref, 'heartbeat', {}]))
            if body['rooms'].get(self.room['id'], 0) > self.cursor:
                self.join()  # something was lost: resume (a patient client waits 1.5 s first)
        elif kind == 'goaway':
            raise Ended(wait=body['after_ms'] / 1000)
        elif kind == 'events' and body['room'] == self.room['id']:
            for event in body['events']:
                if event['seq'] == self.cursor + 1:
                    self.cursor = event['seq']
                    self.show(event)
            if body['last'] > self.cursor:
                self.join()  # a gap
        return True  # people, and whatever a newer server says: passed over

    def show(self, event):
        kind, name = event['type'], event['by']['name']
        clock = time.strftime('%H:%M', time.localtime(event['at'] / 1000))
        if kind == 'message.erased':
            print(f'{clock} {name} took a message back', flush=True)
        elif kind in ('message.posted', 'message.edited') and 'body' in event:  # without a body it was erased
            edited = event.get('now', {}).get('edited')
            mark = ' (edited)' if edited or kind == 'message.edited' else ''
            print(f'{clock} {name}{mark}: {(edited or event)["body"]}', flush=True)


if __name__ == '__main__':
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    chat = Chat(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else '')
    threading.Thread(target=lambda: [chat.typed.put(line.rstrip('\n')) for line in sys.stdin], daemon=True).start()
    try:
        chat.run()
    except KeyboardInterrupt:
        pass
