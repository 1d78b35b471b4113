type Tagged = { readonly etag: string | null };

function etagOf({ etag }: Tagged): string {
  if (etag === null) throw new TypeError("This answer has no ETag");
  return etag;
}

/** Only when it is still what this answer showed; otherwise 412 (`version_moved`, `label_moved`). */
export const ifMatch = (seen: Tagged): { "If-Match": string } => ({ "If-Match": etagOf(seen) });
/** Only when it is no longer what this answer showed; otherwise the reply has the status 304 and no data. */
export const ifNoneMatch = (seen: Tagged): { "If-None-Match": string } => ({ "If-None-Match": etagOf(seen) });
/** Only when there is none yet; otherwise 412. */
export const ifNew = (): { "If-None-Match": string } => ({ "If-None-Match": "*" });
