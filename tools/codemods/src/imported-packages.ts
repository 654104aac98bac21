/** Every package that a rewrite may import, and the version that its code was written for. */
export const importedPackages = {
  lruCache: { name: 'lru-cache', version: '11.5.3' },
  memorystore: { name: 'memorystore', version: '1.6.8' },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly version: string }>>;

export type ImportedPackage = (typeof importedPackages)[keyof typeof importedPackages];
