import type { Meters, Sample } from "../../contract/metrics.ts";
import { certificateUntil } from "../look.ts";

/** It changes every few weeks; a look costs one handshake. */
const LOOK_AGAIN_MS = 6 * 3_600_000;

/** When the certificate people see ends: whoever ends TLS before this server tells nobody when renewing it fails. */
export function readCertificate(meters: Meters, publicUrl: string): void {
  let known: Date | null = null;
  let lookedAt = -Infinity;
  const look = (): void => {
    lookedAt = performance.now();
    // Not awaited: a scrape must not wait for a handshake, and certificateUntil() never rejects.
    void certificateUntil(new URL(publicUrl)).then((until) => (known = until));
  };
  meters.reading({
    name: "promptr_certificate_expires_timestamp_seconds",
    help: "When the certificate of PUBLIC_URL ends, in Unix time; looked at every six hours",
    kind: "gauge",
    read: (): Sample[] => {
      if (performance.now() - lookedAt > LOOK_AGAIN_MS) look();
      return known ? [{ value: known.getTime() / 1_000 }] : [];
    },
  });
}
