import { accepted, file, ok, route } from "../../feature.ts";
import { closeOwnAccount } from "./erase.ts";
import { downloadByLink, downloadExport, readExport, requestExport } from "./exports.ts";
import { AccountErasure, DataExport, DownloadToken, ErasureScheduled, ExportId } from "./schema.ts";

const own = { tag: "Users", access: "user", keyScope: null } as const;
const id = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10";
const queued: DataExport = {
  id,
  state: "queued",
  createdAt: "2026-11-22T12:00:00.000Z",
  expiresAt: "2026-11-29T12:00:00.000Z",
  bytes: null,
  sha256: null,
  downloadUrl: null,
};
const ready: DataExport = {
  ...queued,
  state: "ready",
  bytes: 48_213,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  downloadUrl: `https://promptr.example/api/v1/users/exports/${id}/download`,
};

export const routes = [
  route({
    ...own,
    name: "exportData",
    method: "POST",
    path: "/users/export-data",
    doc:
      "Ask for a copy of everything held about you: a zip file with JSON and CSV. It is made in the background; a mail " +
      "with a link follows, and `Location` tells how far it is. One at a time, three a day; kept for seven days.",
    reply: accepted(DataExport),
    fails: ["export_running"],
    idempotent: "transaction",
    example: { reply: queued },
    run: (scope) => requestExport(scope),
  }),
  route({
    ...own,
    name: "readExport",
    method: "GET",
    path: "/users/exports/:id",
    doc: "How far one of your exports is, and where to download it.",
    params: ExportId,
    reply: ok(DataExport),
    fails: ["not_found", "export_gone"],
    example: { reply: ready },
    run: (scope, { params }) => readExport(scope, params.id),
  }),
  route({
    ...own,
    name: "downloadExport",
    method: "GET",
    path: "/users/exports/:id/download",
    doc: "Download one of your exports.",
    params: ExportId,
    reply: file("application/zip"),
    fails: ["not_found", "export_running", "export_gone"],
    run: (scope, { params }) => downloadExport(scope, params.id),
  }),
  route({
    name: "downloadExportByLink",
    tag: "Pages",
    method: "GET",
    path: "/exports/download/:token",
    root: true,
    doc: "Download an export by its mailed link. Whoever has the link may, until the export expires.",
    access: "public",
    params: DownloadToken,
    reply: file("application/zip"),
    fails: ["not_found", "export_running", "export_gone"],
    anonymousLimit: "mailedLink",
    run: (scope, { params }) => downloadByLink(scope, params.token),
  }),
  route({
    ...own,
    name: "deleteAccount",
    method: "DELETE",
    path: "/users/delete-account",
    doc:
      "Erase your account, for good. Sessions, API keys and links end at once, nothing of yours stays public, and a job " +
      "removes the rest. Only ids remain, in the audit log.",
    body: AccountErasure,
    reply: accepted(ErasureScheduled),
    fails: ["wrong_password", "recent_login_required", "last_admin"],
    example: { body: { password: "test123" }, reply: { erasure: "scheduled" } },
    run: (scope, { body }) => closeOwnAccount(scope, body),
  }),
];
