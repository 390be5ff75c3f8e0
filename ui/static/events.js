/* Keeps Gradio's stream of events open while a question is unanswered.
 *
 * Gradio's client listens to one stream, which the server ends with the last answer that it owes. A question sent just
 * then can reach the server after that end and be confirmed here before it: the client takes the stream for open, and
 * nobody listens for the answer. So an end is held back while a confirmed question waits, and the stream goes on with a
 * new request. To be loaded before Gradio, whose requests go through here. */
(() => {
  "use strict";
  const request = window.fetch, waiting = new Set();
  const encoder = new TextEncoder();

  const isEnd = (event) => {
    if (!/"(process_completed|close_stream)"/.test(event)) return false;
    const message = JSON.parse(event.replace(/^data:/, ""));
    if (message.msg === "process_completed") waiting.delete(message.event_id);
    return message.msg === "close_stream";
  };

  const passOn = async (reply, controller) => {
    /* True when the end was held back. */
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      const events = (rest + (value ?? "")).split("\n\n");
      rest = done ? "" : events.pop();
      for (const event of events.filter(Boolean)) {
        if (isEnd(event) && waiting.size) return true;
        controller.enqueue(encoder.encode(event + "\n\n"));
      }
      if (done) return false;
    }
  };

  const heldOpen = (first, again) => new ReadableStream({
    async start(controller) {
      try {
        let reply = first;
        while (await passOn(reply, controller)) {
          reply = await again();
          if (!reply.ok) throw new Error(`events: ${reply.status}`);
        }
        controller.close();
      } catch (error) {
        waiting.clear(); /* the client tells the visitor, and asks for nothing more of this stream */
        controller.error(error);
      }
    },
  });

  window.fetch = async (address, options) => {
    const reply = await request(address, options);
    const path = new URL(address.url ?? address, location.href).pathname;
    if (reply.ok && path.endsWith("/queue/join")) waiting.add((await reply.clone().json()).event_id);
    if (!reply.ok || !path.endsWith("/queue/data")) return reply;
    const again = () => request(address, options);
    return new Response(heldOpen(reply, again), { status: reply.status, headers: reply.headers });
  };
})();
