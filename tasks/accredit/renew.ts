import { setTerm } from "./decide.ts";

export default setTerm("renew");
