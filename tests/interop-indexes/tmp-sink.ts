import { createServer } from 'node:net';
// counting sink: reads content-length, answers 200
const s = createServer((c) => { let head = ''; let need = -1; let got = 0; c.on('error',()=>{}); c.on('data', (d) => { if (need < 0) { head += d.toString('latin1'); const i = head.indexOf('\r\n\r\n'); if (i < 0) return; need = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0); got = head.length - i - 4; if (/expect: 100/i.test(head)) c.write('HTTP/1.1 100 Continue\r\n\r\n'); } else got += d.length; if (got >= need) { c.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'); head = ''; need = -1; got = 0; } }); });
s.listen(8099, '127.0.0.1', () => console.log('ready'));
