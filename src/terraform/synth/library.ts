/**
 * The one file that names the library. `cdktf` was archived; its community continuation has the same interface, and
 * changing over means changing this import.
 */
export { App, HttpBackend, LocalBackend, TerraformProvider, TerraformStack } from 'cdktf';
