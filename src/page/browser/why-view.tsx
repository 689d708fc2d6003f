import type { JSX } from 'preact';
import { deniedTexts } from '../../access/denied-texts.ts';
import { stepWords } from '../../access/explain/format-path.ts';
import { known } from '../../source/known.ts';
import { formatOrigin } from '../../source/origin.ts';
import type { OpenedOrganization } from './opened.tsx';
import { PathPicture } from './path-picture.tsx';
import { Missing, ThingHead } from './thing-view.tsx';
import { counted, Name, NotFor, ThingLink } from './words.tsx';

/** Paths that are told, and those of them that are drawn. */
const TOLD = 60;
const DRAWN = 8;

interface WhyViewProps {
  readonly opened: OpenedOrganization;
  readonly words: readonly string[];
}

/** Why somebody can do something: every path with its lines, and a picture of the shortest. */
export function WhyView({ opened, words }: WhyViewProps): JSX.Element {
  const [person = '', permission = '', scope = ''] = words;
  const { access } = opened.review;
  const place = opened.placeOf.get(person);
  if (place === undefined) return <Missing what="person" name={person} />;
  // A link that was cut, or is of another day: that nothing gives it would be an answer to another question.
  if (permission === '') return <Missing what="permission" name={permission} />;
  if (opened.review.model.scope(scope) === undefined) return <Missing what="scope" name={scope} />;
  const member = known(access.members[place], 'a member by place');
  const { paths, cut } = access.explainUpTo(member, permission, scope, TOLD);
  const taken = deniedTexts(access, [{ member, scope }])({ member, scope });
  const goal = `${permission} on ${scope}`;
  const several = `${cut ? 'more than ' : ''}${counted(paths.length, 'path')}`;
  return (
    <>
      <ThingHead kind="Why" name={permission}>
        <ThingLink organization={opened.name} view="person" text={person} />
        <span>
          on <ThingLink organization={opened.name} view="scope" text={scope} />
        </span>
        <NotFor texts={taken.filter((one) => one.permission === permission)} />
        <span>{paths.length === 0 ? 'does not hold' : several}</span>
      </ThingHead>
      {paths.length === 0 && (
        <p>
          Nothing gives it. <code>bylaw access why</code> says what is missing, and which edit would give it.
        </p>
      )}
      {paths.length > 0 && <PathPicture person={person} goal={goal} paths={paths.slice(0, DRAWN)} />}
      {paths.length > DRAWN && <p class="note">The picture shows the {DRAWN} shortest paths.</p>}
      <ol class="paths">
        {paths.map((path) => (
          <li key={path.map((step) => `${stepWords(step)} ${formatOrigin(step.origin)}`).join()}>
            <ol class="steps">
              <li>
                <ThingLink organization={opened.name} view="person" text={person} />
              </li>
              {path.map((step) => (
                <li key={`${stepWords(step)} ${formatOrigin(step.origin)}`}>
                  <Name text={stepWords(step)} />
                  {step.origin.from !== 'platform' && (
                    <code class="place">
                      <Name text={formatOrigin(step.origin)} />
                    </code>
                  )}
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </>
  );
}
