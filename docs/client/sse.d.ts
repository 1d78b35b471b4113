/** One server-sent event; without `data` it only says where to go on, or that somebody is there. */
export type Frame = {
    readonly event: string;
    readonly data: string | undefined;
    readonly id: string | undefined;
    readonly retryMs: number | undefined;
};
/** Reads `text/event-stream` (WHATWG HTML §9.2.6) from pieces of text, as they come. */
export declare class FrameReader {
    #private;
    push(piece: string): Frame[];
}
/** The events of an answer until it ends; `onBytes` is called whenever something came, be it a ping. */
export declare function framesOf(response: Response, onBytes?: () => void): AsyncGenerator<Frame, void, undefined>;
