import { type HomeService, LEVEL_NAMES } from '../../domain/departments/index.js';
import type { DepartmentLevel } from '../../domain/records/index.js';
import {
  Button,
  ButtonGroup,
  ButtonLink,
  Heading,
  Link,
  P,
  Select,
  Tag,
  TextInput,
} from '../../ui/components/index.js';
import { usePage, useText } from '../../ui/page/environment.js';
import * as M from './home.messages.js';
import { levelsOf, regionsOf, type ServiceQuery } from './services.js';

export interface HomeViewProps {
  /** Masked; undefined where nobody is logged in. */
  name: string | undefined;
  /** It is the name of somebody for whom the visitor acts. */
  acting: boolean;
  services: readonly HomeService[];
  found: readonly HomeService[];
  query: ServiceQuery;
}

/** In the elder mode: the way in, one field to search, the services; nothing to choose or read beside them. */
export function HomeView({ name, acting, services, found, query }: HomeViewProps) {
  const { elder } = usePage().ctx.state;
  return (
    <>
      {name === undefined ? <Hero /> : <Greeting name={name} acting={acting} />}
      <Services services={services} found={found} query={query} />
      {name === undefined && !elder && <Protection />}
    </>
  );
}

function Hero() {
  const t = useText();
  const { elder } = usePage().ctx.state;
  return (
    <section class="yihao-hero">
      <div>
        <h1 class="yihao-hero__title">
          {phrases(t(M.HERO_TITLE)).map((phrase) => (
            <span key={phrase}>{phrase}</span>
          ))}
        </h1>
        <P text={M.HERO_TEXT} />
        <ButtonGroup>
          <ButtonLink href="/register" text={M.REGISTER} start />
          <ButtonLink href="/sign-in" text={M.SIGN_IN} look="secondary" />
        </ButtonGroup>
      </div>
      {!elder && <Picture />}
    </section>
  );
}

/** Chinese breaks between any two characters; a headline should break between its phrases. */
const phrases = (text: string): readonly string[] => text.split(/(?<=[，、,] ?)(?! )/);

/** One seal, many doors. Says nothing that the words beside it do not. */
function Picture() {
  const doors = [
    [20, 20],
    [252, 20],
    [20, 172],
    [252, 172],
  ] as const;
  return (
    <svg
      class="yihao-hero__picture"
      viewBox="0 0 360 272"
      width="360"
      height="272"
      aria-hidden="true"
      focusable="false"
    >
      <g class="yihao-hero__way" fill="none" stroke-width="2" stroke-dasharray="2 7" stroke-linecap="round">
        <path d="M108 62c30 0 26 44 52 56M252 62c-30 0-26 44-52 56M108 214c30 0 26-44 52-60M252 214c-30 0-26-44-52-60" />
      </g>
      {doors.map(([x, y]) => (
        <g transform={`translate(${x} ${y})`} key={`${x} ${y}`}>
          <rect class="yihao-hero__door" x="1" y="1" width="86" height="78" rx="10" stroke-width="2" />
          <path class="yihao-hero__roof" d="M44 16l26 13v4H18v-4z" />
          <path d="M22 37h7v20h-7zM35 37h7v20h-7zM48 37h7v20h-7zM61 37h7v20h-7z" class="yihao-hero__pillar" />
          <path class="yihao-hero__roof" d="M17 60h54v5H17z" />
        </g>
      ))}
      <rect class="yihao-hero__seal" x="128" y="84" width="104" height="104" rx="18" />
      <path
        fill="#fff"
        d="M146 138.500c12-2.400 25-3.400 39-3.900 6.200-.3 11.200-1.800 15.100-5.700l14.800 10.900c1.300 1 .8 3.100-.8 3.600-8.600 2.600-18.200 3.100-28.600 3.400-13.800.3-25.500 1.800-35.400 4.700z"
      />
    </svg>
  );
}

function Greeting({ name, acting }: { name: string; acting: boolean }) {
  return (
    <>
      <div class="yihao-greeting">
        <Heading text={acting ? M.ACTING : M.GREETING} values={{ name }} />
        <span>
          {acting ? (
            <Link href="/sign-in" text={M.AS_MYSELF} />
          ) : (
            <Link href="/account/departments" text={M.CONNECTED} />
          )}
          {' · '}
          <Link href="/logout" text={M.SIGN_OUT} />
        </span>
      </div>
      <P text={acting ? M.ACTING_TEXT : M.GREETING_TEXT} />
    </>
  );
}

function Services({ services, found, query }: Omit<HomeViewProps, 'name' | 'acting'>) {
  const t = useText();
  if (services.length === 0)
    return (
      <section>
        <h2 class="govuk-heading-m">{t(M.SERVICES)}</h2>
        <P text={M.NO_SERVICES} />
      </section>
    );
  const asked = query.words !== '' || query.level !== undefined || query.region !== undefined;
  return (
    <section aria-labelledby="services">
      <h2 class="govuk-heading-m" id="services">
        {t(M.SERVICES)}
      </h2>
      <Search services={services} query={query} />
      {asked && (
        <p class="govuk-body" role="status">
          {found.length === 0 ? t(M.FOUND_NONE) : t(M.FOUND, { count: found.length })}{' '}
          <Link href="/" text={M.SHOW_ALL} />
        </p>
      )}
      {found.length > 0 && (
        <ul class="yihao-services">
          {found.map((service) => (
            <ServiceCard service={service} key={service.id} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Search({ services, query }: { services: readonly HomeService[]; query: ServiceQuery }) {
  const { elder } = usePage().ctx.state;
  const levels = levelsOf(services).map((level) => ({ value: level, label: LEVEL_NAMES[level] }));
  const regions = regionsOf(services).map(({ code, name }) => ({ value: code, label: name }));
  return (
    <search>
      <form action="/" method="get" class="yihao-search">
        <TextInput name="q" label={M.SEARCH} type="search" value={query.words} autocomplete="off" />
        {!elder && (
          <>
            <Select
              name="level"
              label={M.LEVEL}
              items={[{ value: '', label: M.ALL_LEVELS }, ...levels]}
              value={query.level}
            />
            <Select
              name="region"
              label={M.REGION}
              items={[{ value: '', label: M.ALL_REGIONS }, ...regions]}
              value={query.region}
            />
          </>
        )}
        <Button text={M.DO_SEARCH} />
      </form>
    </search>
  );
}

const LEVEL_COLOURS: Record<DepartmentLevel, 'red' | 'blue' | 'teal' | 'grey'> = {
  national: 'red',
  province: 'blue',
  city: 'teal',
  county: 'grey',
};

function ServiceCard({ service }: { service: HomeService }) {
  const t = useText();
  const { name, summary, homeUri, department } = service;
  return (
    <li class="yihao-service">
      <h3 class="yihao-service__name">
        <a href={homeUri}>{t(name)}</a>
      </h3>
      <p class="yihao-service__summary">{t(summary)}</p>
      <p class="yihao-service__meta">
        <Tag text={LEVEL_NAMES[department.level]} colour={LEVEL_COLOURS[department.level]} />
        <span>{t(department.name)}</span>
        {department.level !== 'national' && <span>{t(department.regionName)}</span>}
      </p>
    </li>
  );
}

function Protection() {
  const t = useText();
  return (
    <section aria-labelledby="protection">
      <h2 class="govuk-heading-m" id="protection">
        {t(M.PROTECTION)}
      </h2>
      <ul class="yihao-points">
        {M.POINTS.map(({ title, text }) => (
          <li key={title.en}>
            <h3>{t(title)}</h3>
            <p>{t(text)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
