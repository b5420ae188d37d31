/**
 * What workers write about their jobs, taken and done, may be lost where PostgreSQL itself crashes within a moment: the job is
 * then done again, as after a crash of ours. That spares two of five waits for the disk per turn. Orders are not concerned: they are
 * written in the commits of the store.
 */
export function notSynced(url: string): string {
  const target = new URL(url);
  const given = target.searchParams.get('options');
  const options = [...(given === null ? [] : [given]), '-c synchronous_commit=off'];
  target.searchParams.set('options', options.join(' '));
  return target.href;
}
