/** What npm's lock file says of one installed package. */
export interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly optional?: boolean
  readonly dev?: boolean
  readonly devOptional?: boolean
  readonly inBundle?: boolean
  readonly hasInstallScript?: boolean
}

export interface SupplyChain {
  /** By the path at which it is installed; the empty path is this project. */
  readonly packages: Readonly<Record<string, LockedPackage>>
  /** Packages whose install scripts were decided about: `true` may run them. */
  readonly allowScripts: Readonly<Record<string, boolean>>
}

/** Licences under which everything may be used here; they ask for no more than their notice. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]
/** Those that only what never ships may have. */
const forDevelopment = [...permissive, 'CC-BY-3.0', 'CC-BY-4.0', 'CC0-1.0', 'PSF-2.0', 'Python-2.0']

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** True for what is installed wherever the suite is: not for development alone. */
const ships = ({ dev, devOptional }: LockedPackage): boolean => dev !== true && devOptional !== true

/**
 * Judges what is installed: each package's bytes are pinned by a hash, no address of a registry is named, its licence
 * is one that we accept, and its install script is one that somebody decided about. Optional packages of other
 * platforms, which are never installed where their hash is unknown, may lack hash and licence.
 */
export function checkSupplyChain({ packages, allowScripts }: SupplyChain): string[] {
  return Object.entries(packages).flatMap(([path, locked]) => {
    if (path === '') return []
    const name = nameOf(path)
    const wrong = (what: string) => [`${name} ${locked.version ?? ''}: ${what}`]
    const isForeign = locked.optional === true && !ships(locked) && locked.integrity === undefined
    return [
      ...(locked.resolved === undefined ? [] : wrong('no download address is expected in the lock file')),
      ...(locked.integrity === undefined && locked.inBundle !== true && !isForeign
        ? wrong('a hash (integrity) is expected in the lock file')
        : []),
      ...(isForeign || isAccepted(locked)
        ? []
        : wrong(`an accepted licence is expected, not ${locked.license}`)),
      ...(locked.hasInstallScript === true && allowScripts[name] === undefined
        ? wrong('its install script is expected in allowScripts of package.json, allowed or not')
        : []),
    ]
  })
}

function isAccepted(locked: LockedPackage): boolean {
  const { license = '' } = locked
  const accepted = ships(locked) ? permissive : forDevelopment
  const words = license.replaceAll(/[()]/g, '').split(/ (?:AND|OR) /)
  // Of a choice one is enough; of what holds together each must be accepted.
  return license.includes(' OR ')
    ? words.some((one) => accepted.includes(one))
    : words.every((one) => accepted.includes(one))
}

/** The licences of what ships, by name, each with its packages. */
export function licencesOf({ packages }: Pick<SupplyChain, 'packages'>): Map<string, string[]> {
  const shipped = Object.entries(packages).filter(([path, locked]) => path !== '' && ships(locked))
  const byLicence = Map.groupBy(shipped, ([, { license = 'unknown' }]) => license)
  return new Map(
    [...byLicence].map(([licence, of]) => [
      licence,
      of.map(([path, { version }]) => `${nameOf(path)} ${version}`),
    ]),
  )
}
