import { z } from "zod";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { Expectation } from "./expectations/expectation.ts";
import { checkList } from "./expectations/list.ts";

const NAME_MAX = 100;
/** What a prompt can declare, and as many again that it does not know. */
const VALUES_MAX = 200;
const VALUE_NAME_MAX = 100;
/** As JSON; the columns take more, for the spaces Postgres writes. */
const VARIABLES_BYTES_MAX = 100_000;
const EXPECTATIONS_BYTES_MAX = 60_000;
const EXPECTATIONS_MAX = 20;
/** So that jsonb writes every number as it was sent. */
const NUMBER_MAX = 1e15;
const NUMBER_MIN = 1e-6;

const id = z.uuid().toLowerCase();
export const TestCaseId = z.strictObject({ id, testId: id });
export type TestCaseId = z.output<typeof TestCaseId>;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const number = z
  .number()
  .min(-NUMBER_MAX)
  .max(NUMBER_MAX)
  .refine((value) => value === 0 || Math.abs(value) >= NUMBER_MIN, "is too close to 0");
const variables = z
  .record(z.string().min(1).max(VALUE_NAME_MAX), z.union([z.string(), number, z.boolean()]))
  .refine((values) => Object.keys(values).length <= VALUES_MAX, `has more than ${VALUES_MAX} values`)
  .refine((values) => bytesOf(values) <= VARIABLES_BYTES_MAX, `is larger than ${VARIABLES_BYTES_MAX} bytes`)
  .meta({ description: "The values to render with, by name" });
const expectations = z
  .array(Expectation)
  .min(1)
  .max(EXPECTATIONS_MAX)
  .refine((list) => bytesOf(list) <= EXPECTATIONS_BYTES_MAX, `are larger than ${EXPECTATIONS_BYTES_MAX} bytes together`)
  .superRefine(checkList)
  .meta({ description: "All of them must hold for the case to pass" });

export const TestCaseInput = z
  .strictObject({ name: z.string().trim().min(1).max(NAME_MAX), variables: variables.default({}), expectations })
  .meta({ id: "TestCaseInput" });
export type TestCaseInput = z.output<typeof TestCaseInput>;

export const TestCase = z
  .object({
    id: z.uuid(),
    promptId: z.uuid(),
    name: z.string(),
    variables: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    expectations: z.array(Expectation),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "TestCase" });
export type TestCase = z.output<typeof TestCase>;
export const TestCasePage = pageOf(TestCase).meta({ id: "TestCasePage" });
export const TestListQuery = z.strictObject(PageQuery.shape);
export type TestListQuery = z.output<typeof TestListQuery>;

/** Rows were checked by `TestCaseInput` when they were written. */
export const storedVariables = (value: unknown): TestCase["variables"] => value as TestCase["variables"];
export const storedExpectations = (value: unknown): TestCase["expectations"] => value as TestCase["expectations"];
