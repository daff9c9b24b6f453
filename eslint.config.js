import eslint from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const NO_DEFAULT_EXPORT = {
  selector: "ExportDefaultDeclaration",
  message: "Export by name; only task actions and configuration files have a default export.",
};

/** Node runs TypeScript by erasing types: what would need code generation cannot run. */
const ERASABLE_ONLY = [
  { selector: "TSEnumDeclaration", message: "Use a const object with `as const`; enums cannot be erased." },
  { selector: "TSModuleDeclaration[kind='namespace']", message: "Namespaces cannot be erased." },
  { selector: "TSParameterProperty", message: "Parameter properties cannot be erased; assign the field." },
];

const NO_ENVIRONMENT = {
  object: "process",
  property: "env",
  message: "Take an option instead: an environment variable is no interface.",
};

export default defineConfig(
  globalIgnores(["artifacts/", "cache/", "coverage/", "out/", "types/", "deployments/*/ignition/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-syntax": ["error", NO_DEFAULT_EXPORT, ...ERASABLE_ONLY],
      "no-restricted-properties": ["error", NO_ENVIRONMENT],
      "no-restricted-imports": [
        "error",
        { paths: [{ name: "process", message: "Import node:process." }], patterns: ["../../../*"] },
      ],
      eqeqeq: "error",
      "no-console": "error",
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
      "max-depth": ["error", 4],
      complexity: ["error", 20],
      "@typescript-eslint/ban-ts-comment": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/strict-boolean-expressions": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // Schemas are values named like the types that they yield.
      "@typescript-eslint/no-redeclare": "off",
    },
  },
  {
    // Scripts that npm starts before anything is installed: plain JavaScript for any Node.
    files: ["scripts/setup/*.mjs"],
    languageOptions: {
      globals: { process: "readonly", SharedArrayBuffer: "readonly", Int32Array: "readonly", Atomics: "readonly" },
    },
  },
  {
    files: ["hardhat.config.ts", "tasks/**/*.ts", "ignition/**/*.ts"],
    rules: { "no-restricted-syntax": ["error", ...ERASABLE_ONLY] },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      // Chai's assertions are properties: expect(x).to.be.true
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
