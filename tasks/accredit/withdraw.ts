import { giveReason } from "./decide.ts";

export default giveReason("withdraw");
