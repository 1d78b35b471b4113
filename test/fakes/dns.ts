import { createSocket } from "node:dgram";

const HEADER_BYTES = 12;
const TYPE_A = 1;

/** The IPv4 answer to one question (RFC 1035 §4), or an empty one. */
function answerTo(question: Buffer, address: string | undefined): Buffer {
  let end = HEADER_BYTES;
  while (question[end] !== 0) end += (question[end] ?? 0) + 1;
  const asked = question.subarray(HEADER_BYTES, end + 5);
  const type = question.readUInt16BE(end + 1);
  const given = type === TYPE_A && address !== undefined;
  const head = Buffer.from(question.subarray(0, HEADER_BYTES));
  head.writeUInt16BE(0x81_80, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(given ? 1 : 0, 6);
  head.writeUInt32BE(0, 8);
  if (!given) return Buffer.concat([head, asked]);
  const row = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split(".").map(Number)]);
  return Buffer.concat([head, asked, row]);
}

/** A name server on 127.0.0.1 that answers each question for an IPv4 address with the next of these; the last stays. */
export async function openNameServer(...addresses: string[]) {
  const socket = createSocket("udp4");
  let questions = 0;
  socket.on("message", (message, { port, address }) => {
    let end = HEADER_BYTES;
    while (message[end] !== 0) end += (message[end] ?? 0) + 1;
    const isFour = message.readUInt16BE(end + 1) === TYPE_A;
    const answer = addresses[Math.min(questions, addresses.length - 1)];
    if (isFour) questions += 1;
    socket.send(answerTo(message, answer), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    server: `127.0.0.1:${socket.address().port}`,
    questions: () => questions,
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}
