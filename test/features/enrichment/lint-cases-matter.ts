import { draftOf } from "./drafts.ts";
import type { Cases } from "./lint-cases-wording.ts";

/** Rules about what stands in a prompt, whatever it says. */
export const MATTER: Cases = {
  "redundant-paragraph": {
    hits: [
      "Keep the names of all people. Sort {{list}}. Keep the names of all people.",
      draftOf("Sort {{list}}.", {
        role: "Never mention the price of anything.",
        requirements: "Never  mention the price of anything",
      }),
    ],
    misses: [
      "Translate the word cat in {{a}}. Translate the word cat in {{b}}.",
      "Q: how are you all today?\nQ: how are you all today?",
    ],
  },
  "secret-detected": {
    hits: [
      "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUv1234",
      "Use sk-proj-AbCdEfGh12345678IjKlMnOp to call.",
      "Push with ghp_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789.",
      "AKIAIOSFODNN7ABCDEFG is mine",
      "xoxb-123456789012-AbCdEfGhIjKl posts",
      "key xmlp_AbCdEfGhIjKlMnOpQrStUvWxYz012345",
      "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----",
      "```\nAIzaSyA1234567890abcdefghijklmnopqrstuv\n```",
      "Log in with the password: h7!KqzW2pRx9.",
      "Das Passwort für das Portal: h7!KqzW2pRx9",
      "Use a senha do sistema: h7!KqzW2pRx9.",
      "Connect to postgres://app:h7KqzW2pRx9@db.internal:5432/test",
    ],
    misses: [
      "Use sk-xxxxxxxxxxxxxxxxxxxxxxxx here.",
      "sk-your-api-key-goes-here-please",
      "Style .sk-loading-container-inner-2",
      "A task-based-learning-approach-for-2024",
      "{{api_key}}",
      "Rules for a password: at least 12 characters",
      "Log in with the password: {{password}}",
      "password: your-password-123",
      "Connect to postgres://app:{{password}}@db.internal:5432/test",
      "See https://example.com:8080/a@b",
    ],
  },
  "pii-detected": {
    hits: [
      "Mail jane.doe@gmail.com",
      "Call +49 170 1234567",
      "Pay with 4111 1111 1111 1111",
      "Wire to DE89 3704 0044 0532 0130 00 today",
      "Call (415) 555-2671",
    ],
    misses: [
      "Mail support@acme.com",
      "Mail user@example.com",
      "Order 4111 1111 1111 1112",
      "Wire to DE88 3704 0044 0532 0130 00",
      "On 2024-01-15 at 10:30:45",
      "ISBN 978-3-16-148410-0",
    ],
  },
  "hidden-unicode": {
    hits: [
      "Trans\u200Blate {{text}}",
      "Sort \u202Ethis\u202C list",
      "Sort\u{E0041}\u{E0042} it",
      "a\uFE01\uFE02\uFE03 b",
    ],
    misses: [
      "A 👨\u200D👩\u200D👧 family ❤\uFE0F",
      "متن را می\u200Cخواهم",
      "क्\u200Dष लिखो",
      "Flag 🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
      "Tab\tand\r\nline",
    ],
  },
  "untrusted-variable-not-delimited": {
    hits: ["Classify the ticket: {{user_input}}", "Sort the complaints in:\n{{document}}"],
    misses: [
      "Classify <ticket>{{user_input}}</ticket>",
      'Classify "{{message}}" now.',
      "Translate {{text}} to French.",
      "Write to {{name}} about {{topic}}.",
    ],
  },
  "unclosed-brace": {
    hits: ["Greet {{name} politely.", "Greet {{name politely.", "Greet {name}} politely."],
    misses: [
      'Return {"a": {"b": 1}} as it is.',
      "Greet {{ name }}.",
      "```\n{{name}\n```",
      "{{{{raw}}}} {{name} {{{{/raw}}}}",
      "style={{color: red}}",
    ],
  },
  "near-duplicate-variable": {
    hits: ["Greet {{name}} and {{Name}}.", "Use {{user_id}} or {{userId}}.", "Ask {{customer}} or {{custmer}}."],
    misses: [
      "Compare {{item1}} with {{item2}}.",
      "Each {{item}} of {{items}}.",
      "Greet {{name}} and {{ name }}.",
      "{{cat}} {{car}}",
    ],
  },
};
