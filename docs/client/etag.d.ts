type Tagged = {
    readonly etag: string | null;
};
/** Only when it is still what this answer showed; otherwise 412 (`version_moved`, `label_moved`). */
export declare const ifMatch: (seen: Tagged) => {
    "If-Match": string;
};
/** Only when it is no longer what this answer showed; otherwise the reply has the status 304 and no data. */
export declare const ifNoneMatch: (seen: Tagged) => {
    "If-None-Match": string;
};
/** Only when there is none yet; otherwise 412. */
export declare const ifNew: () => {
    "If-None-Match": string;
};
export {};
