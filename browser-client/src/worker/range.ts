/** The part of a file of `size` bytes that a Range header asks for; undefined where it is not one single part of it. */
export function rangeOf(header: string, size: number): { readonly first: number; readonly last: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (from === '' && to === '') {
    return undefined;
  }
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  return first <= last ? { first, last } : undefined;
}

/** 206 with a part of a file that is here as a whole. */
export async function partOf(whole: Response, header: string): Promise<Response | undefined> {
  const blob = await whole.blob();
  const range = rangeOf(header, blob.size);
  if (range === undefined) {
    return undefined;
  }
  const { first, last } = range;
  const type = whole.headers.get('Content-Type') ?? '';
  return new Response(blob.slice(first, last + 1, type), {
    status: 206,
    statusText: 'Partial Content',
    headers: {
      'Content-Type': type,
      'Content-Length': String(last + 1 - first),
      'Content-Range': `bytes ${first}-${last}/${blob.size}`,
      'Accept-Ranges': 'bytes',
    },
  });
}
