export function chart(of: {
  readonly title: string;
  readonly subtitle: string;
  readonly rows: readonly { readonly name: string; readonly more: number }[];
}): string;
