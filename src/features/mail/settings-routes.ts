import { z } from "zod";
import { htmlPage, ok, route } from "../../feature.ts";
import {
  changeNotificationSettings,
  NotificationSettings,
  NotificationSettingsChanges,
  readNotificationSettings,
} from "./settings.ts";
import { unsubscribe, unsubscribePage } from "./unsubscribe.ts";

const TOKEN_MAX = 200;

const own = { tag: "Users", access: "user", keyScope: null, path: "/users/notifications/settings" } as const;
const settings: NotificationSettings = {
  mail: { announcements: true, modelRetiring: true, weeklyReport: true, quotaReached: true, shareOpened: false },
  isMailRefused: false,
};
const page = {
  tag: "Pages",
  root: true,
  access: "public",
  path: "/unsubscribe/:token",
  params: z.strictObject({ token: z.string().min(1).max(TOKEN_MAX) }),
  reply: htmlPage(),
  pageStatuses: [404],
} as const;

export const settingsRoutes = [
  route({
    ...own,
    name: "readNotificationSettings",
    method: "GET",
    doc: "Which mails you get, of those you can switch off. Mails about your account itself always come.",
    reply: ok(NotificationSettings),
    example: { reply: settings },
    run: (scope) => readNotificationSettings(scope),
  }),
  route({
    ...own,
    name: "changeNotificationSettings",
    method: "PUT",
    doc:
      "Switch mails on or off; what is left out stays as it is. Switching on takes back an earlier click on a mail's own " +
      "link. Optional mail goes only to an address that was confirmed.",
    body: NotificationSettingsChanges,
    reply: ok(NotificationSettings),
    example: {
      body: { mail: { shareOpened: true } },
      reply: { ...settings, mail: { ...settings.mail, shareOpened: true } },
    },
    run: (scope, { body }) => changeNotificationSettings(scope, body),
  }),
  route({
    ...page,
    name: "showUnsubscribe",
    method: "GET",
    doc: "The page behind the link of a mail that can be switched off: a button. Opening it changes nothing, since programs that look for viruses in mails open links too.",
    run: async (scope, { params }) => unsubscribePage(scope, params.token),
  }),
  route({
    ...page,
    name: "unsubscribe",
    method: "POST",
    doc: "Switch one kind of mail off, without signing in: what mail programs call for their own button (RFC 8058), and the button of that page. Whatever body they send is not looked at.",
    run: (scope, { params }) => unsubscribe(scope, params.token),
  }),
];
