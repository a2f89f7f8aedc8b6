/* What fails is told by one kind of exception, whose fields are those of the C library's errors. */

/**
 * Something that tptriage cannot do, and where it is wrong.
 * `code` is a name of include/tptriage/tptriage.h: "json", "input", "too_long", "busy", "memory", "cancelled" ...
 */
export class TptriageError extends Error {
  constructor({ code, message, hint = '', source = '', line = 0, column = 0, pointer = '' }, options) {
    super(message, options);
    this.name = 'TptriageError';
    Object.assign(this, { code, hint, source, line, column, pointer });
  }
}
