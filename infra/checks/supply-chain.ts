/** An installed package in npm's lock file. */
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
  /** By install path; the empty path is this project. */
  readonly packages: Readonly<Record<string, LockedPackage>>
  /** Packages with a decision on their install scripts: `true` may run them. */
  readonly allowScripts: Readonly<Record<string, boolean>>
}

/** Accepted licences: they require only their notice. */
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
/** Additionally accepted for packages that are never shipped. */
const forDevelopment = [...permissive, 'CC-BY-3.0', 'CC-BY-4.0', 'CC0-1.0', 'PSF-2.0', 'Python-2.0']

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** True for a package that is shipped, not only used for development. */
const ships = ({ dev, devOptional }: LockedPackage): boolean => dev !== true && devOptional !== true

/**
 * Checks installed packages: each is pinned by a hash, has no registry address and an accepted licence, and its install
 * script has a decision. Optional packages of other platforms, which are never installed when their hash is unknown,
 * may miss hash and licence.
 */
export function checkSupplyChain({ packages, allowScripts }: SupplyChain): string[] {
  return Object.entries(packages).flatMap(([path, locked]) => {
    if (path === '') return []
    const name = nameOf(path)
    const wrong = (what: string) => [`${name} ${locked.version ?? ''}: ${what}`]
    const isForeign = locked.optional === true && !ships(locked) && locked.integrity === undefined
    return [
      ...(locked.resolved === undefined
        ? []
        : wrong('remove its download address (resolved) from the lock file')),
      ...(locked.integrity === undefined && locked.inBundle !== true && !isForeign
        ? wrong('no hash (integrity) in the lock file')
        : []),
      ...(isForeign || isAccepted(locked) ? [] : wrong(`licence ${locked.license} is not accepted`)),
      ...(locked.hasInstallScript === true && allowScripts[name] === undefined
        ? wrong('add its install script to allowScripts of package.json, true or false')
        : []),
    ]
  })
}

function isAccepted(locked: LockedPackage): boolean {
  const { license = '' } = locked
  const accepted = ships(locked) ? permissive : forDevelopment
  const words = license.replaceAll(/[()]/g, '').split(/ (?:AND|OR) /)
  // Of alternatives one is enough; of combined licences each must be accepted.
  return license.includes(' OR ')
    ? words.some((one) => accepted.includes(one))
    : words.every((one) => accepted.includes(one))
}

/** Licences of shipped packages, each with its packages. */
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
