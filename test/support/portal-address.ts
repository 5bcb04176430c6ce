/** Where the portals of journeys' tests say they are. Nobody listens there. */
export const PORTAL = 'http://localhost:9';
